/** Traffic by user and group, from the counters that conntrack marks feed. */
import {parseGroup, parsePasswd} from '../core/machine/accounts.js';
import {decodeBpfMark} from '../core/marks.js';
import type {Count, Stats} from './dbus/answers.js';
import * as generations from './engine/generations.js';
import {NotFoundError} from './errors.js';
import {read} from './files.js';
import * as kernel from './kernel.js';

const NONE: Count = {packets: 0, bytes: 0};
const add = (a: Count, b: Count): Count => ({packets: a.packets + b.packets, bytes: a.bytes + b.bytes});

/** Who a mark stands for, by the mode that the generation was applied with. */
function ownerOf(
    generation: number,
    mode: string,
): (mark: number) => {gid: number | null; uid: number | null} {
    const table = new Map(generations.marksOf(generation).map(entry => [entry.mark, entry]));
    const unknown = {gid: null, uid: null};
    return mark => table.get(mark) ?? (mode === 'bpf' ? decodeBpfMark(mark) : unknown);
}

export async function readStats(): Promise<Stats> {
    const generation = generations.current();
    const meta = generation === null ? null : generations.metaOf(generation);
    if (generation === null || !meta) throw new NotFoundError('no policy has been applied yet');
    const [counted_in, out, refused] = await Promise.all(
        ['stats_in', 'stats_out', 'stats_refused'].map(set => kernel.countedMarks(meta.table, set)),
    );
    const users = new Map(parsePasswd(read('/etc/passwd') ?? '').map(({uid, name}) => [uid, name]));
    const groups = new Map(parseGroup(read('/etc/group') ?? '').map(({gid, name}) => [gid, name]));
    const name = (names: Map<number, string>, id: number | null) =>
        id === null ? null : (names.get(id) ?? String(id));
    const owner = ownerOf(generation, meta.marks);
    const marks = [...new Set([...counted_in!.keys(), ...out!.keys(), ...refused!.keys()])].sort(
        (a, b) => a - b,
    );
    const rows = marks.map(mark => {
        const {gid, uid} = owner(mark);
        return {
            user: name(users, uid),
            group: name(groups, gid),
            mark,
            in: counted_in!.get(mark) ?? NONE,
            out: out!.get(mark) ?? NONE,
            refused: refused!.get(mark) ?? NONE,
        };
    });
    const total = (key: 'in' | 'out' | 'refused') => rows.reduce((sum, row) => add(sum, row[key]), NONE);
    return {rows, totals: {in: total('in'), out: total('out'), refused: total('refused')}};
}
