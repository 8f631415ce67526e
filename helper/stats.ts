/** Traffic by user and group, from the counters that conntrack marks feed. */
import {type MarkMode, type MarkOwner, markOwners} from '../core/marks.js';
import {type Count, type Counted, countedBy, NONE, wireTotals} from '../core/traffic.js';
import type {Forwarded, Stats} from './dbus/answers.js';
import * as generations from './engine/generations.js';
import {NotFoundError} from './errors.js';
import * as kernel from './kernel.js';
import * as monitor from './monitor.js';
import {nameFinder} from './names.js';
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
/** Those that rates are made of. */
const RATED = WAYS.slice(0, 4);

/** mark, gid, uid, then packets and bytes of each way */
type Row = readonly [number, number | null, number | null, ...number[]];

function readRow([mark, gid, uid, ...counts]: Row): Sample {
    const count = (way: keyof Counted): Count => {
        const at = 2 * WAYS.indexOf(way);
        return {packets: counts[at] ?? 0, bytes: counts[at + 1] ?? 0};
    };
    return {mark, gid, uid, ...countedBy(count)};
}

/** From galaf-monitor, which reads the kernel without starting a program and knows the marks. */
async function fromMonitor(): Promise<Samples> {
    interface Answer {
        readonly rows: readonly Row[];
        readonly forwarded: readonly Forwarded[];
    }
    const {rows, forwarded} = await monitor.ask<Answer>({query: 'counters', all: true});
    return {samples: rows.map(readRow), forwarded};
}

/** Without the monitor, from those sets. Throws before the first apply. */
async function fromKernel(ways: readonly (keyof Counted)[]): Promise<Samples> {
    const meta = generations.metaInForce();
    if (!meta) throw new NotFoundError('no policy has been applied yet');
    const counted = await Promise.all(ways.map(way => kernel.countedMarks(meta.table, `stats_${way}`)));
    const ownerOf = markOwners(meta.marks as MarkMode, generations.marksOf(meta.generation));
    const marks = new Set(counted.flatMap(counts => [...counts.keys()]));
    const samples = [...marks]
        .sort((a, b) => a - b)
        .map(mark => {
            const {gid, uid} = ownerOf(mark) ?? NOBODY;
            return {mark, gid, uid, ...countedBy(way => counted[ways.indexOf(way)]?.get(mark) ?? NONE)};
        });
    return {samples, forwarded: ways === WAYS ? await kernel.forwarded(meta.table) : []};
}

/** What the monitor says, or what the kernel says when that does not run. */
async function either<T>(monitored: () => Promise<T>, listed: () => Promise<T>): Promise<T> {
    try {
        return await monitored();
    } catch (error) {
        if (!(error instanceof monitor.MonitorError)) throw error;
        return listed();
    }
}

/** What counted up between two moments: the sample of then, null for a mark that is new, and that of now. */
export type Changes = Map<number, {readonly before: Sample | null; readonly after: Sample}>;

/** Counters for somebody who looks again and again: costs little for what did not change. */
export class Sampler {
    readonly #monitor = new monitor.Questions();
    readonly #samples = new Map<number, Sample>();
    #sample = -1;

    /** Nobody looks for now. */
    rest(): void {
        this.#monitor.close();
    }

    /** What changed since the last call; refusals, which no rate is made of, stay 0. */
    async read(): Promise<Changes> {
        const changes: Changes = new Map();
        const samples = await either(
            () => this.#ask(),
            async () => (await fromKernel(RATED)).samples,
        );
        for (const after of samples) {
            const before = this.#samples.get(after.mark) ?? null;
            if (before && RATED.every(way => before[way].bytes === after[way].bytes)) continue;
            this.#samples.set(after.mark, after);
            changes.set(after.mark, {before, after});
        }
        return changes;
    }

    /** Only what changed since it was asked last, as far as the monitor knows that. */
    async #ask(): Promise<readonly Sample[]> {
        interface Answer {
            readonly rows: readonly Row[];
            readonly sample: number;
        }
        const request = {query: 'counters', since: this.#sample};
        const {rows, sample} = await this.#monitor.ask<Answer>(request);
        this.#sample = sample;
        return rows.map(readRow);
    }
}

/** What happened first, and then more. */
export function addChanges(to: Changes, more: Changes): void {
    for (const [mark, change] of more) {
        const earlier = to.get(mark);
        to.set(mark, earlier ? {before: earlier.before, after: change.after} : change);
    }
}

/** What a caller may see of the counters; totals are about that as well. */
export async function readStats(visible: Visible): Promise<Stats> {
    const {samples, forwarded} = await either(fromMonitor, () => fromKernel(WAYS));
    const shown = samples.filter(({uid}) => visible(uid));
    const names = nameFinder();
    const rows = shown.map(({gid, uid, ...row}) => ({
        user: names.user(uid),
        group: names.group(gid),
        ...row,
    }));
    return {rows, totals: wireTotals(rows), forwarded, partial: shown.length < samples.length};
}
