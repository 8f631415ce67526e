/** From the 2022 format to `allow`, with the same meaning. */
import {formatDiagnostic} from './diagnostics.js';
import {Documents} from './editing/documents.js';
import {mergeSources} from './editing/merge.js';
import {EditError} from './editing/errors.js';
import {SubjectEntry} from './editing/subjects.js';
import {parseConfig} from './parse.js';
import {formatPort, samePorts} from './port-sets.js';
import {portsOfRule} from './rule-ports.js';
import type {Config, Family, Grant, PortMatch, SourceFile, Subject} from './types.js';

export interface Imported {
    readonly text: string;
    /** What was changed and what was kept, entry by entry, in words. */
    readonly notes: readonly string[];
}

const CLASSIC = ['domains', 'rule', 'rule6'] as const;

const classicGrants = ({grants}: Subject): Grant[] =>
    grants.filter(({origin}) => !origin.path.includes('.allow['));

/** Families with the same ports together; null when a rule says more than ports. */
function portsByFamily({raw, families}: Grant): {ports: PortMatch[]; families: Family[]}[] | null {
    const parts: {ports: PortMatch[]; families: Family[]}[] = [];
    for (const family of families) {
        const ports = portsOfRule(raw[family] ?? '');
        if (!ports) return null;
        const same = parts.find(part => samePorts(part.ports, ports));
        if (same) same.families.push(family);
        else parts.push({ports, families: [family]});
    }
    return parts;
}

/** The `allow` that means what a classic grant does; null when there is none. */
function endpointsOf(grant: Grant, entryFamilies: readonly Family[]): unknown[] | null {
    const to = grant.to.kind === 'domains' ? grant.to.domains : 'any';
    return (
        portsByFamily(grant)?.map(({ports, families}) => ({
            to,
            ...(ports.length ? {ports: ports.map(formatPort)} : {}),
            ...(String(families) === String(entryFamilies) ? {} : {families}),
        })) ?? null
    );
}

const familiesOf = (value: unknown): Family[] =>
    value == null
        ? [4, 6]
        : [...new Set(Array.isArray(value) ? (value as Family[]) : [value as Family])].sort();

/** Gives an entry that keeps its rule what it had from others. */
function makeWhole(entry: SubjectEntry, notes: string[], label: string): void {
    const {documents, path} = entry;
    const list = entry.domains;
    if (list && !list.own) documents.set([...path, 'domains'], list.list);
    for (const key of ['rule', 'rule6'])
        if (entry.value?.[key] == null && entry.defaults[key] != null)
            documents.set([...path, key], entry.defaults[key]);
    notes.push(`${label}: keeps its rule, which says more than ports`);
}

function convert(entry: SubjectEntry, subject: Subject, notes: string[], label: string, from: string): void {
    const used = CLASSIC.filter(key => entry.value && key in entry.value);
    const grants = classicGrants(subject);
    if (!grants.length && !used.length) return;
    const families = familiesOf(entry.families);
    const endpoints = grants.flatMap(grant => endpointsOf(grant, families) ?? []);
    const {documents, path} = entry;
    for (const endpoint of endpoints) documents.set([...path, 'allow', entry.allow.length], endpoint);
    if (!entry.value?.['allow']) documents.set([...path, 'allow'], []);
    for (const key of used) documents.remove([...path, key]);
    notes.push(`${label}: ${used.join(', ') || 'config.defaults'} became allow${from}`);
}

/** What no entry needs any more, and what never had a meaning since. */
function tidy(documents: Documents, notes: string[]): void {
    for (const key of CLASSIC)
        if (documents.remove(['config', 'defaults', key]))
            notes.push(`config.defaults.${key}: every entry says it itself now`);
    if (documents.remove(['config', 'inet'])) notes.push('config.inet: removed, it has no effect');
}

function read(sources: readonly SourceFile[]): Config {
    const {config, diagnostics} = parseConfig(sources);
    if (config) return config;
    const errors = diagnostics.filter(({severity}) => severity === 'error');
    throw new EditError('invalid', errors.map(formatDiagnostic).join('\n'));
}

/**
 * @throws EditError when the files have errors
 */
export function importClassic(sources: readonly SourceFile[]): Imported {
    const config = read(sources);
    const documents = new Documents([mergeSources(sources)]);
    const notes: string[] = [];
    const items = [
        ...config.users.map(subject => ({
            subject,
            label: `users.${subject.name}`,
            key: `user:${subject.name}`,
        })),
        ...config.groups.map(subject => ({subject, label: `groups.${subject.name}`, key: subject.name})),
    ].map(item => {
        const entry = new SubjectEntry(documents, item.key);
        const {domains} = entry;
        const from = domains && !domains.own ? `, with a copy of the domains of ${domains.owner}` : '';
        return {...item, entry, from, kept: classicGrants(item.subject).some(grant => !portsByFamily(grant))};
    });
    // Those that keep their rules come first, as long as the lists of others are still there.
    for (const {entry, label} of items.filter(({kept}) => kept)) makeWhole(entry, notes, label);
    for (const {entry, subject, label, from} of items.filter(({kept}) => !kept))
        convert(entry, subject, notes, label, from);
    tidy(documents, notes);
    return {text: documents.sources[0]!.text, notes};
}
