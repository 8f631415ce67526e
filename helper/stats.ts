/** Traffic by user and group, from the counters that conntrack marks feed. */
import {parseGroup, parsePasswd} from '../core/machine/accounts.js';
import {decodeBpfMark} from '../core/marks.js';
import type {Count, Stats, Traffic} from './dbus/answers.js';
import * as generations from './engine/generations.js';
import {NotFoundError} from './errors.js';
import {read} from './files.js';
import * as kernel from './kernel.js';
import type {Visible} from './visibility.js';

const NONE: Count = {packets: 0, bytes: 0};
const add = (a: Count, b: Count): Count => ({packets: a.packets + b.packets, bytes: a.bytes + b.bytes});

interface Owner {
    readonly gid: number | null;
    readonly uid: number | null;
}

/** Counters of one mark, with who it stands for; null is unknown. */
export interface Sample extends Owner, Traffic {
    readonly mark: number;
}

/** Who a mark stands for, by the mode that the generation was applied with. */
function ownerOf(generation: number, mode: string): (mark: number) => Owner {
    const table = new Map(generations.marksOf(generation).map(entry => [entry.mark, entry]));
    const unknown = {gid: null, uid: null};
    return mark => table.get(mark) ?? (mode === 'bpf' ? decodeBpfMark(mark) : unknown);
}

/** All counters as they are now, by mark. Throws before the first apply. */
export async function readSamples(): Promise<Sample[]> {
    const generation = generations.current();
    const meta = generation === null ? null : generations.metaOf(generation);
    if (generation === null || !meta) throw new NotFoundError('no policy has been applied yet');
    const [received, sent, refused] = await Promise.all(
        ['stats_in', 'stats_out', 'stats_refused'].map(set => kernel.countedMarks(meta.table, set)),
    );
    const owner = ownerOf(generation, meta.marks);
    const marks = new Set([...received!.keys(), ...sent!.keys(), ...refused!.keys()]);
    return [...marks]
        .sort((a, b) => a - b)
        .map(mark => ({
            mark,
            gid: owner(mark).gid,
            uid: owner(mark).uid,
            in: received!.get(mark) ?? NONE,
            out: sent!.get(mark) ?? NONE,
            refused: refused!.get(mark) ?? NONE,
        }));
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
    const all = await readSamples();
    const shown = all.filter(({uid}) => visible(uid));
    const names = nameFinder();
    const rows = shown.map(({gid, uid, ...row}) => ({
        user: names.user(uid),
        group: names.group(gid),
        ...row,
    }));
    const total = (key: 'in' | 'out' | 'refused') => rows.reduce((sum, row) => add(sum, row[key]), NONE);
    const totals = {in: total('in'), out: total('out'), refused: total('refused')};
    return {rows, totals, partial: shown.length < all.length};
}
