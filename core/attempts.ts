/** Refused attempts and contacts as people count them: a host that is tried over IPv4 and over IPv6 is one destination. */
import {isAppGid} from './gids.js';
import {shortHash} from './policy/hash.js';

/** Long enough that two of the thousand entries that a list has hardly ever share one. */
const ID_LENGTH = 6;

/** Who wanted to reach what. */
export interface Contact {
    readonly group: string | null;
    readonly user: string | null;
    /** Path or name of the program. */
    readonly program: string | null;
    readonly protocol: string;
    readonly address: string;
    /** The address's name, when one is known. */
    readonly host: string | null;
    readonly port: number | null;
    /** The name that a refused DNS packet asked for. */
    readonly question: string | null;
    readonly count: number;
}

/** What is looked at here; the rest of an attempt stays as the latest one has it. */
export interface AttemptLike extends Contact {
    readonly uid: number | null;
    /** ISO 8601, UTC. */
    readonly first: string;
    readonly last: string;
    readonly direction: 'out' | 'in';
}

/** Who could be allowed it: an app group, or else `user:NAME`, since everybody has a group of their own. Null is nobody known. */
export function subjectOf({
    group,
    gid,
    user,
    uid,
}: Pick<AttemptLike, 'group' | 'user' | 'uid'> & {readonly gid: number | null}): string | null {
    if (group !== null && gid !== null && isAppGid(gid)) return group;
    const name = user ?? uid;
    return name === null ? null : `user:${name}`;
}

/** Several attempts at one destination. */
export type Merged<T extends AttemptLike> = T & {
    /** Of all of them, latest first. */
    readonly addresses: readonly string[];
    readonly programs: readonly string[];
};

/**
 * Names an entry for a while: the same subject and destination have the same id, whatever else comes into the list.
 */
export const idOf = (attempt: AttemptLike): string => shortHash(keyOf(attempt)).slice(0, ID_LENGTH);

/** A look-up is about the name, whichever server was asked and in which way; all else about a place and a port. */
function keyOf({group, user, uid, direction, question, host, address, protocol, port}: AttemptLike): string {
    const place = question === null ? [host ?? address, protocol, port] : ['lookup', question];
    return JSON.stringify([group, user ?? uid, direction, ...place]);
}

const together = (one: readonly string[], other: string | null): readonly string[] =>
    other === null || one.includes(other) ? one : [...one, other];

/**
 * One entry for each subject, direction, destination by name and port. Counts are added up, `first` and `last` span all.
 *
 * @param attempts latest first, as Blocked and Recorded answer; the result keeps that order
 */
export function mergeAttempts<T extends AttemptLike>(attempts: readonly T[]): Merged<T>[] {
    const merged = new Map<string, Merged<T>>();
    for (const attempt of attempts) {
        const key = keyOf(attempt);
        const before = merged.get(key);
        const {address, program, count, first, last} = attempt;
        merged.set(key, {
            ...(before ?? attempt),
            count: (before?.count ?? 0) + count,
            first: before && before.first < first ? before.first : first,
            last: before && before.last > last ? before.last : last,
            addresses: together(before?.addresses ?? [], address),
            programs: together(before?.programs ?? [], program),
        });
    }
    return [...merged.values()];
}
