/** Traffic by user and group, from the counters that conntrack marks feed. */
import {parseGroup, parsePasswd} from '../core/machine/accounts.js';
import {type MarkMode, type MarkOwner, markOwners} from '../core/marks.js';
import {type Count, type Counted, countedBy, NONE, wireTotals} from '../core/traffic.js';
import type {Forwarded, Stats} from './dbus/answers.js';
import * as generations from './engine/generations.js';
import {NotFoundError} from './errors.js';
import {read} from './files.js';
import * as kernel from './kernel.js';
import * as monitor from './monitor.js';
import type {Visible} from './visibility.js';

const NOBODY: MarkOwner = {gid: null, uid: null};

/** Counters of one mark, with who it stands for; null is unknown. */
export interface Sample extends MarkOwner, Counted {
    readonly mark: number;
}

export interface Samples {
    readonly samples: readonly Sample[];
    readonly forwarded: readonly Forwarded[];
}

/** The sets, in the order of the monitor's rows. */
const WAYS = ['in', 'out', 'tunnel_in', 'tunnel_out', 'refused'] as const;

/** From galaf-monitor, which reads the kernel without starting a program and knows the marks. */
async function fromMonitor(all: boolean): Promise<Samples> {
    interface Answer {
        /** mark, gid, uid, then packets and bytes of each way */
        readonly rows: readonly (readonly [number, number | null, number | null, ...number[]])[];
        readonly forwarded?: readonly Forwarded[];
    }
    const {rows, forwarded = []} = await monitor.ask<Answer>({query: 'counters', all});
    const samples = rows.map(([mark, gid, uid, ...counts]) => {
        const count = (way: keyof Counted): Count => {
            const at = 2 * WAYS.indexOf(way);
            return {packets: counts[at] ?? 0, bytes: counts[at + 1] ?? 0};
        };
        return {mark, gid, uid, ...countedBy(count)};
    });
    return {samples, forwarded};
}

/** Without the monitor. */
async function fromKernel(): Promise<Samples> {
    const generation = generations.current();
    const meta = generation === null ? null : generations.metaOf(generation);
    if (generation === null || !meta) throw new NotFoundError('no policy has been applied yet');
    const counted = await Promise.all(WAYS.map(way => kernel.countedMarks(meta.table, `stats_${way}`)));
    const ownerOf = markOwners(meta.marks as MarkMode, generations.marksOf(generation));
    const marks = new Set(counted.flatMap(counts => [...counts.keys()]));
    const samples = [...marks]
        .sort((a, b) => a - b)
        .map(mark => {
            const {gid, uid} = ownerOf(mark) ?? NOBODY;
            return {mark, gid, uid, ...countedBy(way => counted[WAYS.indexOf(way)]!.get(mark) ?? NONE)};
        });
    return {samples, forwarded: await kernel.forwarded(meta.table)};
}

/**
 * Counters as they are now, by mark. Throws before the first apply.
 *
 * @param all false leaves out what rates do not need: what was refused and what was forwarded
 */
export async function readSamples(all: boolean): Promise<Samples> {
    if (generations.current() === null) throw new NotFoundError('no policy has been applied yet');
    try {
        return await fromMonitor(all);
    } catch (error) {
        if (!(error instanceof monitor.MonitorError)) throw error;
        return fromKernel();
    }
}

/** Names of users and groups by id; what has no name is its number, as text. */
export function nameFinder(): {
    user: (id: number | null) => string | null;
    group: (id: number | null) => string | null;
} {
    const users = new Map(parsePasswd(read('/etc/passwd') ?? '').map(({uid, name}) => [uid, name]));
    const groups = new Map(parseGroup(read('/etc/group') ?? '').map(({gid, name}) => [gid, name]));
    const find = (names: Map<number, string>) => (id: number | null) =>
        id === null ? null : (names.get(id) ?? String(id));
    return {user: find(users), group: find(groups)};
}

/** What a caller may see of the counters; totals are about that as well. */
export async function readStats(visible: Visible): Promise<Stats> {
    const {samples, forwarded} = await readSamples(true);
    const shown = samples.filter(({uid}) => visible(uid));
    const names = nameFinder();
    const rows = shown.map(({gid, uid, ...row}) => ({
        user: names.user(uid),
        group: names.group(gid),
        ...row,
    }));
    return {rows, totals: wireTotals(rows), forwarded, partial: shown.length < samples.length};
}
