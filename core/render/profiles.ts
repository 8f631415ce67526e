/** Port profiles: one shared chain for each distinct list of ports, so that no app has a set of its own. */
import type {Grant, PortMatch} from '../config/types.js';
import {mergeSpans} from '../policy/addresses.js';
import {shortHash} from '../policy/hash.js';
import {SEND} from './counting.js';
import {inRule, oneOf} from './text.js';
import type {Chain} from './text.js';

/** An anonymous set costs some 32 KiB of kernel memory: short lists are cheaper as rules. */
const MAX_SINGLE_RULES = 4;

type Protocol = 'tcp' | 'udp';

/** Ports of a protocol, merged, as nft writes them. */
function portSpans(ports: readonly PortMatch[], protocol: Protocol): string[] {
    const spans = ports.flatMap(port =>
        port.protocol === protocol ? [{from: BigInt(port.from), to: BigInt(port.to)}] : [],
    );
    return mergeSpans(spans).map(({from, to}) => (from === to ? `${from}` : `${from}-${to}`));
}

/** Matches for a list of ports, one rule each; an empty list matches everything with the one match ''. */
export function portMatches(ports: readonly PortMatch[]): string[] {
    if (!ports.length) return [''];
    const matches: string[] = [];
    for (const protocol of ['tcp', 'udp'] as const) {
        const spans = portSpans(ports, protocol);
        if (spans.length > MAX_SINGLE_RULES) matches.push(`${protocol} dport ${oneOf(spans)}`);
        else matches.push(...spans.map(span => `${protocol} dport ${span}`));
    }
    for (const protocol of ['icmp', 'icmpv6'] as const) {
        const types = ports.flatMap(port => (port.protocol === protocol ? [inRule(port.type)] : []));
        matches.push(...[...new Set(types)].sort().map(type => `${protocol} type ${type}`));
    }
    return matches;
}

export class Profiles {
    readonly #bodies = new Map<string, string>();
    readonly #known = new Map<string, string>();

    /** The verdict of a grant whose destination has matched: that it is sent, or a jump to the chain of its ports. */
    verdict(grant: Pick<Grant, 'ports'>, raw = ''): string {
        const text = inRule(raw.trim());
        if (!text && !grant.ports.length) return SEND;
        const key = JSON.stringify([text, grant.ports]);
        let verdict = this.#known.get(key);
        if (!verdict) this.#known.set(key, (verdict = `jump ${this.#add(grant.ports, text)}`));
        return verdict;
    }

    #add(ports: readonly PortMatch[], text: string): string {
        if (text) {
            // Ports and raw text in different rules: in one, nft would refuse `tcp dport 80 udp dport 53`.
            const inner = this.verdict({ports});
            return this.#name([`${text} ${inner}`]);
        }
        return this.#name(portMatches(ports).map(match => `${match} ${SEND}`));
    }

    #name(rules: readonly string[]): string {
        const body = rules.join('\n');
        const name = `ports_${shortHash(body)}`;
        const known = this.#bodies.get(name);
        if (known !== undefined && known !== body)
            throw new Error(`two port profiles share the name ${name}`);
        this.#bodies.set(name, body);
        return name;
    }

    chains(): Chain[] {
        return [...this.#bodies]
            .sort(([a], [b]) => (a < b ? -1 : 1))
            .map(([name, body]) => ({name, rules: body.split('\n')}));
    }
}
