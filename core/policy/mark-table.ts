/** Which mark stands for whom. */
import type {Config, Diagnostic} from '../config/types.js';
import {bpfMark, indexToMark, markToIndex, MAX_INDEX} from '../marks.js';
import type {MarkMode} from '../marks.js';
import {finding, settingOrigin} from './findings.js';
import type {Machine, MarkEntry, PolicyGroup} from './types.js';

/** Above this many entries, groups are told apart but not who runs them: the maps would fill memory. */
const PAIR_LIMIT = 100_000;

/** Settles `auto` by what was probed; an explicit mode that the machine lacks is an error. */
export function settleMarks(config: Config, machine: Machine, out: Diagnostic[]): MarkMode {
    const wanted = config.settings.marks;
    const {map, bpf} = machine.marks;
    if (wanted === 'auto') return map ? 'map' : bpf ? 'bpf' : 'rule';
    if ((wanted === 'map' && !map) || (wanted === 'bpf' && !bpf))
        out.push(
            finding(
                settingOrigin('config.marks'),
                'error',
                'marks-unsupported',
                `this machine does not support marks "${wanted}"`,
                {hint: 'use "auto"'},
            ),
        );
    return wanted;
}

type Pair = readonly [gid: number | null, uid: number | null];
const pairKey = (gid: number | null, uid: number | null) => `${gid}:${uid}`;

/** Everybody who may need a mark: app groups with their launchers, users with their primary group, and fallbacks. */
function wantedPairs(groups: readonly PolicyGroup[], machine: Machine, mode: MarkMode): Pair[] {
    const pairs: Pair[] = [];
    const users = [...machine.users].sort((a, b) => a.uid - b.uid);
    const gids = [...new Set([...groups.map(group => group.gid), ...users.map(user => user.gid)])];
    if (mode !== 'rule') {
        const [min, max] = machine.uidRange;
        const humans = users.filter(user => user.uid >= min && user.uid <= max);
        for (const {gid, launchers} of groups) {
            const uids = users.filter(({uid}) => launchers.some(([from, to]) => uid >= from && uid <= to));
            for (const {uid} of new Set([...humans, ...uids])) pairs.push([gid, uid]);
            if (pairs.length > PAIR_LIMIT) break;
        }
        if (pairs.length > PAIR_LIMIT) pairs.length = 0;
        for (const {gid, uid} of users) pairs.push([gid, uid]);
    }
    for (const gid of gids) pairs.push([gid, null]);
    for (const {uid} of users) pairs.push([null, uid]);
    return pairs;
}

/**
 * The table of a mode. Entries of `previous` keep their marks and stay in the table even when nobody needs them now:
 * connections and counters that carry the mark outlive a change of policy.
 */
export function markTable(
    mode: MarkMode,
    groups: readonly PolicyGroup[],
    machine: Machine,
    previous: readonly MarkEntry[],
): MarkEntry[] {
    const wanted = wantedPairs(groups, machine, mode);
    if (mode === 'bpf') return bpfTable(wanted, machine);
    const table = new Map<string, MarkEntry>();
    const kept = previous.length > 2 * PAIR_LIMIT ? [] : previous;
    for (const entry of kept) table.set(pairKey(entry.gid, entry.uid), entry);
    let index = kept.reduce((max, entry) => Math.max(max, markToIndex(entry.mark)), 0);
    for (const [gid, uid] of wanted) {
        const key = pairKey(gid, uid);
        if (!table.has(key) && index < MAX_INDEX) table.set(key, {mark: indexToMark(++index), gid, uid});
    }
    return [...table.values()].sort((a, b) => markToIndex(a.mark) - markToIndex(b.mark));
}

/** In `bpf` mode the kernel program computes the mark; the table only says what it will be. */
function bpfTable(wanted: readonly Pair[], machine: Machine): MarkEntry[] {
    const primary = new Map(machine.users.map(user => [user.uid, user.gid]));
    const table = new Map<number, MarkEntry>();
    for (const [gid, uid] of wanted) {
        const group = gid ?? primary.get(uid ?? 0) ?? 0;
        const mark = bpfMark(group, uid);
        const known = table.get(mark);
        if (!known) table.set(mark, {mark, gid: group, uid});
        else if (known.uid !== uid || known.gid !== group) table.set(mark, ambiguous(known, group, uid));
    }
    // Mark 0 is an unmarked packet, and an entry that knows nothing says nothing.
    return [...table.values()]
        .filter(({mark, gid, uid}) => mark !== 0 && (gid !== null || uid !== null))
        .sort((a, b) => a.mark - b.mark);
}

/** Two large ids share a mark: say what is sure. */
function ambiguous(known: MarkEntry, gid: number, uid: number | null): MarkEntry {
    return {
        mark: known.mark,
        gid: known.gid === gid ? gid : null,
        uid: known.uid === uid ? uid : null,
    };
}
