/** What edits mean, on plain data: an independent and much simpler account of core/config/edit.ts. */
import {parseConfig} from '../../core/config/parse.js';
import {portsOfRule} from '../../core/config/rule-ports.js';
import type {Grant, PortMatch, SourceFile} from '../../core/config/types.js';
import type {Doc, Json} from './documents.js';

type Entry = {[key: string]: Json} | null;

const clone = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

const owner = (docs: readonly Doc[], name: string) =>
    docs.find(doc => doc['groups'] && name in doc['groups']);

function taken(docs: readonly Doc[], name: string): boolean {
    return docs.some(doc => ['groups', 'users'].some(section => doc[section] && name in doc[section]));
}

export function addGroup(before: readonly Doc[], name: string, entry: Json): Doc[] | 'conflict' {
    const docs = clone(before) as Doc[];
    if (taken(docs, name)) return 'conflict';
    (docs[0]!['groups'] ??= {})[name] = entry;
    return docs;
}

export function setKey(before: readonly Doc[], name: string, key: string, value: Json): Doc[] | 'not-found' {
    const docs = clone(before) as Doc[];
    const groups = owner(docs, name)?.['groups'];
    if (!groups) return 'not-found';
    const entry = groups[name] as Entry;
    const defaults = (docs[0]!['config']?.['defaults'] as Entry)?.['domains'];
    if (value === null) delete entry?.[key];
    else if (entry) entry[key] = value;
    else groups[name] = {[key]: value, ...(defaults && key !== 'domains' ? {allow: []} : {})};
    return docs;
}

/** Replaces every text value that `change` knows something else for. */
function mapReferences(docs: Doc[], change: (domains: string) => Json): void {
    for (const doc of docs) {
        const entries = [
            ...Object.values(doc['groups'] ?? {}),
            ...Object.values(doc['users'] ?? {}),
            doc['config']?.['defaults'] ?? null,
        ];
        for (const entry of entries as Entry[])
            if (typeof entry?.['domains'] === 'string') entry['domains'] = change(entry['domains']);
    }
}

export function renameGroup(
    before: readonly Doc[],
    from: string,
    to: string,
): Doc[] | 'not-found' | 'conflict' {
    const docs = clone(before) as Doc[];
    const doc = owner(docs, from);
    if (!doc) return 'not-found';
    if (from === to) return docs;
    if (taken(docs, to)) return 'conflict';
    doc['groups'] = Object.fromEntries(
        Object.entries(doc['groups']!).map(([name, value]) => [name === from ? to : name, value]),
    );
    mapReferences(docs, name => (name === from ? to : name));
    for (const {inbound} of docs)
        for (const service of Object.values(inbound ?? {}) as {as: string}[])
            if (service.as === `group:${from}`) service.as = `group:${to}`;
    return docs;
}

export function removeGroup(before: readonly Doc[], name: string): Doc[] | 'not-found' | 'conflict' {
    const docs = clone(before) as Doc[];
    const doc = owner(docs, name);
    if (!doc) return 'not-found';
    if (
        docs.some(({inbound}) =>
            Object.values(inbound ?? {}).some(service => (service as {as: string}).as === `group:${name}`),
        )
    )
        return 'conflict';
    const list = (doc['groups']![name] as Entry)?.['domains'];
    delete doc['groups']![name];
    let heir: string | null = null;
    for (const section of ['groups', 'users'])
        for (const item of docs)
            for (const [other, value] of Object.entries(item[section] ?? {}))
                if (list !== undefined && (value as Entry)?.['domains'] === name && heir === null) {
                    (value as {[key: string]: Json})['domains'] = list;
                    heir = other;
                }
    if (list !== undefined)
        mapReferences(docs, other =>
            other === name ? (typeof list === 'string' || heir === null ? list : heir) : other,
        );
    return docs;
}

function portNames(ports: readonly PortMatch[]): string[] {
    if (!ports.length) return ['*'];
    return ports.flatMap(match =>
        'type' in match
            ? [`${match.protocol}/${match.type}`]
            : Array.from(
                  {length: match.to - match.from + 1},
                  (_, i) => `${match.protocol}/${match.from + i}`,
              ),
    );
}

function reachOfGrant({to, ports, raw, families, private: isPrivate}: Grant): string[] {
    const destinations =
        to.kind === 'domains'
            ? to.domains
            : to.kind === 'addresses'
              ? to.ranges.map(({from, to: end}) => `${from}-${end}`)
              : [to.kind];
    return destinations.flatMap(destination =>
        families.flatMap(family => {
            const rule = raw[family];
            const known = rule === undefined ? ports : portsOfRule(rule);
            const names = known ? portNames(known) : [`if ${rule}`];
            return names.map(name => `${destination} ${name} IPv${family}${isPrivate ? ' private' : ''}`);
        }),
    );
}

/** Every subject with the set of all it may reach, one text for each destination, port and family. Null: not valid. */
export function reachOf(sources: readonly SourceFile[]): Map<string, Set<string>> | null {
    const {config} = parseConfig(sources);
    if (!config) return null;
    const entries = [
        ...config.groups.map(group => [group.name, group.grants] as const),
        ...config.users.map(user => [`user:${user.name}`, user.grants] as const),
    ];
    return new Map(entries.map(([name, grants]) => [name, new Set(grants.flatMap(reachOfGrant))]));
}
