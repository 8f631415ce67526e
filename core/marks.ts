/**
 * Conntrack marks: how a number stands for a group and a user.
 *
 * `map` and `rule` use an allocated index spread over bits 0-13 and 24-31, so that Tailscale's 0xff0000 and
 * kube-proxy's 0xc000 stay free. `bpf` carries what the eBPF program wrote: group << 16 | user.
 */
export type MarkMode = 'map' | 'bpf' | 'rule';

/** Bits that an allocated index may occupy. */
export const INDEX_MASK = 0xff003fff;
/** Largest index that fits into {@link INDEX_MASK}; index 0 means unmarked. */
export const MAX_INDEX = 0x3fffff;

/** Stands for an id that does not fit into 16 bits. */
const LARGE = 0xffff;
/** Root's user id in a `bpf` mark: with 0, root in group 0 would look unmarked. */
const ROOT_UID = 65533;

/** Bits of the conntrack mark that belong to Galaf in a mode. */
export function markMask(mode: MarkMode): number {
    return mode === 'bpf' ? 0xffffffff : INDEX_MASK;
}

/** Index 1…MAX_INDEX to mark. */
export function indexToMark(index: number): number {
    return (((index >>> 14) << 24) | (index & 0x3fff)) >>> 0;
}

/** Mark to index; bits of others are ignored. */
export function markToIndex(mark: number): number {
    return ((mark >>> 24) << 14) | (mark & 0x3fff);
}

const cut = (id: number) => (id > 0xffff ? LARGE : id);

/** Mark as `bpf/mark.bpf.c` writes it; an unknown user (services of a group) is 0, which root never is. */
export function bpfMark(gid: number, uid: number | null): number {
    const user = uid === null ? 0 : uid === 0 ? ROOT_UID : cut(uid);
    return ((cut(gid) << 16) | user) >>> 0;
}

/** Who a mark stands for; null is any, or unknown. */
export interface MarkOwner {
    readonly gid: number | null;
    readonly uid: number | null;
}

/** Group and user of a `bpf` mark; null where the mark cannot say. */
export function decodeBpfMark(mark: number): MarkOwner {
    const gid = mark >>> 16;
    const uid = mark & 0xffff;
    return {
        gid: gid === LARGE ? null : gid,
        uid: uid === LARGE || uid === 0 ? null : uid === ROOT_UID ? 0 : uid,
    };
}

/**
 * Tells whose a mark is; bits of others are ignored. Null for a mark that nobody has been given, 0 above all.
 *
 * @param entries what the policy in force has allotted; `bpf` needs none
 */
export function markOwners(
    mode: MarkMode,
    entries: readonly (MarkOwner & {readonly mark: number})[],
): (mark: number) => MarkOwner | null {
    const table = new Map(entries.map(entry => [entry.mark, entry]));
    const mask = markMask(mode);
    return mark => {
        const own = (mark & mask) >>> 0;
        if (own === 0) return null;
        return table.get(own) ?? (mode === 'bpf' ? decodeBpfMark(own) : null);
    };
}

/**
 * Marks that connections of a group, of a user, or of a user in a group can have, as they are under the mask that goes with
 * them. In a `bpf` mark, ids beyond 16 bits are all one: for those there is none, since it would be that of others too.
 *
 * @param entries what the policy in force has allotted; `bpf` needs none
 * @param gid null is any, as is a `uid` of null
 */
export function selectMarks(
    mode: MarkMode,
    entries: readonly (MarkOwner & {readonly mark: number})[],
    gid: number | null,
    uid: number | null,
): {mask: number; marks: number[]} {
    if (mode !== 'bpf') {
        const own = entries.filter(
            entry => (gid === null || gid === entry.gid) && (uid === null || uid === entry.uid),
        );
        return {mask: markMask(mode), marks: own.map(({mark}) => mark)};
    }
    const mask = ((gid === null ? 0 : 0xffff0000) | (uid === null ? 0 : 0xffff)) >>> 0;
    // A user whose id stands for root's has none either.
    const distinct = (gid ?? 0) < LARGE && (uid ?? 0) < LARGE && uid !== ROOT_UID;
    return {mask, marks: distinct ? [(bpfMark(gid ?? 0, uid) & mask) >>> 0] : []};
}
