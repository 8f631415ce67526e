/** Our table in the kernel, through nft. */
import {EXEMPT_ZONE} from '../core/render/dns.js';
import type {ExistingObjects} from '../core/render/transition.js';
import {write} from './files.js';
import {attempt, CONNTRACK, NFT, run} from './subprocess.js';

const COMMENT = 'managed by galaf';

interface NftItem {
    readonly table?: {family: string; name: string; comment?: string};
    readonly chain?: {name: string; table: string};
    readonly set?: NftSet;
    readonly map?: {name: string};
    readonly counter?: {name: string; packets: number; bytes: number};
}

interface NftSet {
    readonly name: string;
    readonly elem?: readonly (NftElement | number | string)[];
}

interface NftElement {
    readonly elem: {
        readonly val: string | number | {readonly concat: readonly string[]};
        readonly expires?: number;
        readonly counter?: {packets: number; bytes: number};
    };
}

/** The table as the kernel has it; `ours` says whether it carries our comment. */
export interface KernelTable {
    readonly ours: boolean;
    readonly objects: ExistingObjects;
}

async function list(...command: string[]): Promise<NftItem[] | null> {
    const {status, stdout} = await attempt([NFT, '-j', ...command]);
    if (status !== 0) return null;
    // Several commands give a line each.
    const lines = stdout.split('\n').filter(Boolean);
    return lines.flatMap(line => (JSON.parse(line) as {nftables: NftItem[]}).nftables);
}

/** Of a capture (native/capture/table.c): it judges nothing, and goes with it. */
const CAPTURE_TABLE = /^inet galaf-capture-\d+$/;

/** Tables that are not this one, as `family name`; those of captures are ours. */
export async function foreignTables(table: string): Promise<string[]> {
    const items = (await list('list', 'tables')) ?? [];
    return items
        .flatMap(item => (item.table ? [`${item.table.family} ${item.table.name}`] : []))
        .filter(name => name !== `inet ${table}` && !CAPTURE_TABLE.test(name));
}

/**
 * Null when there is no such table. Elements are not listed: their number costs time (see docs/performance.md). Nor are rules:
 * there are some that nft loads, and ends with SIGABRT when it is to list them as JSON, so that no policy could follow them.
 */
export async function readTable(table: string): Promise<KernelTable | null> {
    const kinds = ['sets', 'maps', 'counters'].map(kind => `list ${kind} table inet ${table}`);
    const items = await list('-t', ['list tables inet', ...kinds, 'list chains inet'].join('; '));
    if (!items) return null;
    const namesOf = (kind: 'set' | 'map' | 'counter') => items.flatMap(item => item[kind]?.name ?? []);
    return {
        ours: items.some(item => item.table?.name === table && item.table.comment === COMMENT),
        objects: {
            chains: items.flatMap(({chain}) => (chain?.table === table ? chain.name : [])),
            sets: namesOf('set'),
            maps: namesOf('map'),
            counters: namesOf('counter'),
        },
    };
}

/** Learned sets hold bare addresses, each with its time; a listing of all sets has ranges and tuples as well. */
const valuesOf = ({elem}: NftSet): string[] =>
    (elem ?? []).flatMap(e => {
        const value = typeof e === 'object' ? (e as Partial<NftElement>).elem?.val : e;
        return value === undefined || typeof value === 'object' ? [] : String(value);
    });

/** Addresses that a learned set holds now. */
export async function learned(table: string, set: string): Promise<string[]> {
    const items = (await list('list', 'set', 'inet', table, set)) ?? [];
    return items.flatMap(({set}) => (set ? valuesOf(set) : []));
}

/** What all sets of the table hold now, by name, from one listing. */
export async function allLearned(table: string): Promise<Map<string, string[]>> {
    const items = (await list('list', 'sets', 'table', 'inet', table)) ?? [];
    return new Map(items.flatMap(({set}) => (set ? [[set.name, valuesOf(set)]] : [])));
}

/** Packets and bytes by mark. */
export async function countedMarks(
    table: string,
    set: string,
): Promise<Map<number, {packets: number; bytes: number}>> {
    const items = (await list('list', 'set', 'inet', table, set)) ?? [];
    const elements = items.flatMap(item => item.set?.elem ?? []);
    return new Map(
        elements.flatMap(e =>
            typeof e === 'object' && e.elem.counter ? [[Number(e.elem.val), e.elem.counter]] : [],
        ),
    );
}

/** What was passed on from one interface to another. */
export async function forwarded(
    table: string,
): Promise<{from: string; to: string; packets: number; bytes: number}[]> {
    const items = (await list('list', 'set', 'inet', table, 'stats_forwarded')) ?? [];
    return items
        .flatMap(item => item.set?.elem ?? [])
        .flatMap(e => {
            if (typeof e !== 'object' || typeof e.elem.val !== 'object') return [];
            const [from = '', to = ''] = e.elem.val.concat;
            return [{from, to, packets: 0, bytes: 0, ...e.elem.counter}];
        });
}

/** In /run. From a pipe, nft would load the half that it got of a helper that is killed while it writes. */
const RULES = '/run/galaf/rules.nft';

async function nft(ruleset: string, ...options: string[]): Promise<void> {
    write(RULES, ruleset, 0o600);
    await run([NFT, ...options, '-f', RULES]);
}

export const check = (ruleset: string) => nft(ruleset, '-c');
export const load = (ruleset: string) => nft(ruleset);

/** What recorded groups reached in the last minutes is logged again when they reach it again. */
export async function recordAnew(table: string): Promise<void> {
    for (const set of ['recordings4', 'recordings6'])
        await attempt([NFT, 'flush', 'set', 'inet', table, set]);
}

/** Removes our table; somebody else's of the same name stays. */
export async function removeTable(table: string): Promise<void> {
    if ((await readTable(table))?.ours) await run([NFT, 'delete', 'table', 'inet', table]);
}

/**
 * Without a gate nobody's questions have a zone any more, and the answers to both have the same ports: a question from a source
 * port that the gate had lately would be dropped.
 */
export async function forgetGateQuestions(): Promise<void> {
    for (const family of ['ipv4', 'ipv6'])
        try {
            await attempt([CONNTRACK, '-D', '-f', family, '-p', 'udp', '--orig-zone', String(EXEMPT_ZONE)]);
        } catch {
            return; // conntrack(8) is only recommended: those flows time out by themselves
        }
}
