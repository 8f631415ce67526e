/** What an apply is about to do, written before it does it, so that the next start can tidy up after a crash. */
import {read, remove, write} from '../files.js';
import {STATE} from './generations.js';

const FILE = `${STATE}/pending.json`;

/** A configuration file that a program edits as a part of an apply. */
export interface FileEdit {
    readonly name: string;
    readonly before: string;
    readonly after: string;
}

export interface Pending {
    readonly generation: number;
    /** In force before; null for the first. */
    readonly previous: number | null;
    /** Table that the new generation loads. */
    readonly table: string;
    readonly created_groups: readonly string[];
    readonly renamed: readonly [string, string] | null;
    readonly edits: readonly FileEdit[];
}

export const begin = (pending: Pending): void => write(FILE, `${JSON.stringify(pending)}\n`);
export const end = (): void => remove(FILE);

export function pending(): Pending | null {
    const text = read(FILE);
    return text === null ? null : (JSON.parse(text) as Pending);
}
