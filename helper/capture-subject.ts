/** Whose packets a capture shows: what is asked for, as ids and marks, cut down to what the caller may see. */
import {parseGroup, parsePasswd} from '../core/machine/accounts.js';
import {type MarkMode, markMask, type MarkOwner, markOwners, selectMarks} from '../core/marks.js';
import type {MarkEntry} from '../core/policy/types.js';
import * as generations from './engine/generations.js';
import {NotFoundError} from './errors.js';
import {read} from './files.js';
import {nameFinder} from './names.js';

/** What galaf-capture looks for; null is not asked about. */
export interface Wanted {
    readonly gid: number | null;
    readonly uid: number | null;
    /** Connections from before the capture are known by their marks, under this mask. */
    readonly mask: number;
    readonly marks: readonly number[];
    /** For people, such as `firefox (alice)`. */
    readonly label: string;
}

/** What is asked for, before rights are looked at. */
export type Subject =
    | {readonly kind: 'group'; readonly name: string; readonly gid: number}
    | {readonly kind: 'user'; readonly name: string; readonly uid: number}
    | {readonly kind: 'mark'; readonly mark: number};

/** More than galaf-capture takes; connections of the rest are seen from their next packet on. */
const MAX_MARKS = 4096;

/** Mode and marks of the policy in force; without one, sockets alone tell whose a packet is. */
function marksInForce(): {mode: MarkMode; entries: readonly MarkEntry[]} {
    const meta = generations.metaInForce();
    if (!meta) return {mode: 'map', entries: []};
    return {mode: meta.marks as MarkMode, entries: generations.marksOf(meta.generation)};
}

function groupsInForce(): readonly {name: string; gid: number}[] {
    return generations.metaInForce()?.groups ?? [];
}

const groupsOfSystem = () => parseGroup(read('/etc/group') ?? '');

const groupNamed = (name: string) => groupsInForce().find(group => group.name === name);

const userNamed = (name: string) => parsePasswd(read('/etc/passwd') ?? '').find(user => user.name === name);

/** An app group, `user:NAME` or a user, a mark in hexadecimal, or any other group of the system. */
export function parseSubject(text: string): Subject {
    if (/^0x[0-9a-f]{1,8}$/i.test(text)) return {kind: 'mark', mark: Number(text)};
    const [, wanted] = /^user:(.*)$/.exec(text) ?? [];
    const group = wanted === undefined ? groupNamed(text) : undefined;
    if (group) return {kind: 'group', ...group};
    const user = userNamed(wanted ?? text);
    if (user) return {kind: 'user', name: user.name, uid: user.uid};
    const other = wanted === undefined ? groupsOfSystem().find(({name}) => name === text) : undefined;
    if (!other) throw new NotFoundError(`there is no app group and no user "${wanted ?? text}"`);
    return {kind: 'group', name: other.name, gid: other.gid};
}

/** Whose a mark is by the policy in force. */
function ownerOf(mark: number): MarkOwner {
    const {mode, entries} = marksInForce();
    return markOwners(mode, entries)(mark) ?? {gid: null, uid: null};
}

/** The user whose packets these are alone; null when there may be several. */
export function userOf(subject: Subject): number | null {
    if (subject.kind === 'user') return subject.uid;
    return subject.kind === 'mark' ? ownerOf(subject.mark).uid : null;
}

function marksOf(gid: number | null, uid: number | null): {mask: number; marks: number[]} {
    const {mode, entries} = marksInForce();
    const {mask, marks} = selectMarks(mode, entries, gid, uid);
    return {mask, marks: marks.slice(0, MAX_MARKS)};
}

/** What a mark stands for, in names; `(unmarked)` is no mark, as everywhere. */
function labelOfMark(mark: number, {gid, uid}: MarkOwner): string {
    if (mark === 0) return '(unmarked)';
    const names = nameFinder();
    const user = names.user(uid);
    return [`0x${mark.toString(16)}`, names.group(gid) ?? [], user === null ? [] : `(${user})`]
        .flat()
        .join(' ');
}

/** @param only the one user whose packets the caller may see; null is everybody's */
export function wantedOf(subject: Subject, only: number | null): Wanted {
    switch (subject.kind) {
        case 'group': {
            const {gid, name} = subject;
            const label = only === null ? name : `${name} (${nameFinder().user(only)})`;
            return {gid, uid: only, ...marksOf(gid, only), label};
        }
        case 'user':
            return {gid: null, uid: subject.uid, ...marksOf(null, subject.uid), label: `(${subject.name})`};
        case 'mark': {
            const {mode} = marksInForce();
            const mask = markMask(mode);
            const mark = (subject.mark & mask) >>> 0;
            const owner = ownerOf(mark);
            return {...owner, mask, marks: [mark], label: labelOfMark(mark, owner)};
        }
    }
}
