/** What an apply is about to do, written before it does it, so that the next start can tidy up after a crash. */
import {read, remove, write} from '../files.js';
import {STATE} from './generations.js';

const FILE = `${STATE}/pending.json`;
/** There while the rules are being taken out of the kernel or brought back; see switch.ts. */
const SWITCH_FILE = `${STATE}/switch.json`;
/** There while a policy is on trial; see trial.ts. */
export const TRIAL_FILE = `${STATE}/trial.json`;

/** There while a group is being deleted; see groups.ts. */
const DELETION_FILE = `${STATE}/deletion.json`;

/** A configuration file that a program changes as a part of an apply; null is a file that is not there. */
export interface FileEdit {
    readonly name: string;
    readonly before: string | null;
    readonly after: string | null;
}

/** Old and new name of a group that keeps its id. */
export type Rename = readonly [from: string, to: string];

export interface Pending {
    readonly generation: number;
    /** In force before; null for the first. */
    readonly previous: number | null;
    /** Table that the new generation loads. */
    readonly table: string;
    readonly created_groups: readonly string[];
    readonly renames: readonly Rename[];
    readonly edits: readonly FileEdit[];
    /** Seconds until it goes back by itself; 0 = it stays. */
    readonly trial_seconds: number;
}

/** Puts a file of the configuration into the state that an edit gives it. */
export function put(name: string, text: string | null): void {
    if (text === null) remove(name);
    else write(name, text);
}

export const begin = (pending: Pending): void => write(FILE, `${JSON.stringify(pending)}\n`);
export const end = (): void => remove(FILE);

export function pending(): Pending | null {
    const text = read(FILE);
    return text === null ? null : (JSON.parse(text) as Pending);
}

/** What becomes of the policy in force: its rules come (back), or go for good, or for a while. */
export type Switch = 'on' | 'off' | 'pause';

export interface PendingSwitch {
    readonly to: Switch;
    /** Table of what was in force: undoing a trial on the way makes another policy the one in force. */
    readonly table: string;
}

export const beginSwitch = (to: Switch, table: string): void =>
    write(SWITCH_FILE, `${JSON.stringify({to, table} satisfies PendingSwitch)}\n`);
export const endSwitch = (): void => remove(SWITCH_FILE);

export function pendingSwitch(): PendingSwitch | null {
    const text = read(SWITCH_FILE);
    return text === null ? null : (JSON.parse(text) as PendingSwitch);
}

export const beginDeletion = (group: string): void => write(DELETION_FILE, `${JSON.stringify({group})}\n`);
export const endDeletion = (): void => remove(DELETION_FILE);

/** Name of the group whose deletion was interrupted; null when none was. */
export function pendingDeletion(): string | null {
    const text = read(DELETION_FILE);
    return text === null ? null : (JSON.parse(text) as {group: string}).group;
}
