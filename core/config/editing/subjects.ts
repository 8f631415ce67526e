/** The entry that an endpoint edit is about, and where its domains come from. */
import {getNodeValue, type JSONPath, type Node} from 'jsonc-parser';
import {portsOfRule} from '../rule-ports.js';
import type {PortMatch} from '../types.js';
import type {Documents} from './documents.js';
import {EditError} from './errors.js';
import {sharers} from './groups.js';

type Json = Record<string, unknown>;

/** The domains of an entry in the 2022 format. */
export interface ClassicDomains {
    /** Whose list it is: this entry's own, another entry's, or that of `config.defaults`. */
    readonly owner: string;
    readonly own: boolean;
    readonly list: readonly unknown[];
}

export class SubjectEntry {
    readonly path: JSONPath;
    readonly name: string;

    /** @param subject name of a group, or `user:NAME` */
    constructor(
        readonly documents: Documents,
        subject: string,
    ) {
        const user = subject.startsWith('user:');
        this.name = user ? subject.slice('user:'.length) : subject;
        this.path = [user ? 'users' : 'groups', this.name];
        if (!user && !this.node) throw new EditError('not-found', `no app group "${this.name}"`);
    }

    get node(): Node | undefined {
        return this.documents.find(this.path)?.node;
    }

    get value(): Json | null {
        const node = this.node;
        return node?.type === 'object' ? (getNodeValue(node) as Json) : null;
    }

    get allow(): readonly unknown[] {
        const allow = this.value?.['allow'];
        return Array.isArray(allow) ? (allow as unknown[]) : [];
    }

    get defaults(): Json {
        const node = this.documents.find(['config', 'defaults'])?.node;
        return node?.type === 'object' ? (getNodeValue(node) as Json) : {};
    }

    /** The families that endpoints without their own have, as they are written. */
    get families(): unknown {
        return this.value?.['families'] ?? this.defaults['families'] ?? null;
    }

    get #asked(): boolean {
        const value = this.value;
        return value !== null && ['domains', 'rule', 'rule6'].some(key => key in value);
    }

    /** Whether `config.defaults` gives this entry its domains only as long as it has no `allow`. */
    get dependsOnDefaults(): boolean {
        const value = this.value;
        return value !== null && !this.#asked && !('allow' in value) && this.defaults['domains'] != null;
    }

    /** Null when the entry has none, or a reference that leads nowhere. */
    get domains(): ClassicDomains | null {
        const value = this.value;
        if (!value || (!this.#asked && 'allow' in value)) return null;
        let source = value['domains'] ?? this.defaults['domains'];
        let owner = value['domains'] == null ? 'config.defaults' : this.name;
        for (const seen = new Set<string>(); typeof source === 'string' && !seen.has(source); ) {
            seen.add(source);
            owner = source;
            source = this.#entry(source)?.['domains'];
        }
        return Array.isArray(source) ? {owner, own: owner === this.name, list: source as unknown[]} : null;
    }

    #entry(name: string): Json | null {
        const place = this.documents.find(['groups', name]) ?? this.documents.find(['users', name]);
        return place?.node.type === 'object' ? (getNodeValue(place.node) as Json) : null;
    }

    /** Who else has this entry's list of domains. */
    get sharers(): string[] {
        return sharers(this.documents, this.name);
    }

    /** The ports of the rules beside the domains, when that is all they say, and the same for both families. */
    get rulePorts(): PortMatch[] | null {
        const [rule, rule6] = ['rule', 'rule6'].map(key => this.value?.[key] ?? this.defaults[key] ?? null);
        if (rule === null) return rule6 === null ? [] : null;
        if (typeof rule !== 'string') return null;
        const same = rule6 === null || (typeof rule6 === 'string' && rule6.trim() === rule.trim());
        return same ? portsOfRule(rule) : null;
    }
}
