/** Generations on disk: complete folders, numbered, with a symlink to the one in force. */
import type {MarkEntry, DomainClass, GenerationFiles} from '../../core/policy/types.js';
import type {SourceFile} from '../../core/config/types.js';
import {
    exists,
    link,
    makeFolder,
    names,
    read,
    readLink,
    remove,
    rename,
    unfinished,
    writeLater,
} from '../files.js';
import {run, SYNC} from '../subprocess.js';

export const STATE = '/var/lib/galaf';
const FOLDER = `${STATE}/generations`;
const CURRENT = `${STATE}/current`;
const KEPT = 10;

/** meta.json of a generation. */
export interface Meta {
    readonly generation: number;
    /** Of Galaf, whose rules these are; generations of the first days have none. */
    readonly version?: string;
    /** ISO 8601, UTC. */
    readonly created: string;
    /** Uid on whose authority it was applied. */
    readonly author_uid: number;
    readonly table: string;
    readonly marks: string;
    readonly resolver: string;
    /** What it changed, in words. */
    readonly summary: readonly string[];
    /** The same with titles of app groups instead of names; older generations have none. */
    readonly titled_summary?: readonly string[];
    readonly classes: readonly DomainClass[];
    readonly groups: readonly {readonly name: string; readonly gid: number}[];
    /** Old and new names of groups that kept their ids. */
    readonly renames: readonly (readonly [from: string, to: string])[];
}

export const folderOf = (generation: number): string => `${FOLDER}/${generation}`;

export function numbers(): number[] {
    return names(FOLDER)
        .filter(name => /^\d+$/.test(name))
        .map(Number)
        .sort((a, b) => a - b);
}

/** Number of the generation in force on disk; null before the first. */
export function current(): number | null {
    const match = /^generations\/(\d+)$/.exec(readLink(CURRENT) ?? '');
    return match ? Number(match[1]) : null;
}

export const next = (): number => Math.max(0, ...numbers()) + 1;

export function fileOf(generation: number, name: string): string | null {
    return read(`${folderOf(generation)}/${name}`);
}

export function metaOf(generation: number): Meta | null {
    const text = fileOf(generation, 'meta.json');
    return text === null ? null : (JSON.parse(text) as Meta);
}

/** Of the policy in force; null when there is none. */
export function metaInForce(): Meta | null {
    const generation = current();
    return generation === null ? null : metaOf(generation);
}

/** The mark table of a generation, so that the next one keeps its numbers and statistics find their names. */
export function marksOf(generation: number): MarkEntry[] {
    const text = fileOf(generation, 'marks.json');
    return text === null ? [] : (JSON.parse(text) as {entries: MarkEntry[]}).entries;
}

/** Names as they are below `source/`: relative to the folder of the configuration. */
export const sourceNames = (sources: readonly SourceFile[]): SourceFile[] =>
    sources.map(({name, text}) => ({name: name.replace(/^\/etc\/galaf\//, ''), text}));

/** The texts that a generation came from, main file first. */
export function sourcesOf(generation: number): SourceFile[] {
    const folder = `${folderOf(generation)}/source`;
    const found = ['galaf.json', ...names(`${folder}/galaf.d`).map(name => `galaf.d/${name}`)];
    return found.map(name => ({name, text: read(`${folder}/${name}`) ?? ''}));
}

/** Writes a folder under a temporary name and renames it when it is complete and on the disk. */
export async function writeGeneration(
    meta: Meta,
    files: GenerationFiles,
    sources: readonly SourceFile[],
): Promise<void> {
    const folder = folderOf(meta.generation);
    const temporary = temporaryOf(meta.generation);
    remove(temporary);
    makeFolder(`${temporary}/launch`);
    makeFolder(`${temporary}/gate`);
    makeFolder(`${temporary}/source/galaf.d`);
    for (const [name, text] of files) {
        makeFolder(`${temporary}/${name}`.replace(/\/[^/]+$/, ''));
        writeLater(`${temporary}/${name}`, text);
    }
    for (const {name, text} of sourceNames(sources)) writeLater(`${temporary}/source/${name}`, text);
    writeLater(`${temporary}/meta.json`, `${JSON.stringify(meta, null, 2)}\n`);
    // Once for all of them: a sync of each of a thousand launch files takes seconds.
    await run([SYNC, '-f', temporary]);
    rename(temporary, folder);
}

const temporaryOf = (generation: number): string => `${FOLDER}/.${generation}.tmp`;

/** Under another name first, so that nobody finds half of it. */
export function removeGeneration(generation: number): void {
    if (exists(folderOf(generation))) rename(folderOf(generation), temporaryOf(generation));
    remove(temporaryOf(generation));
}

/** Removes what was being written or removed when the helper was killed. */
export function removeUnfinished(): void {
    for (const name of names(FOLDER)) if (name.endsWith('.tmp')) remove(`${FOLDER}/${name}`);
    remove(unfinished(CURRENT));
}

/** Makes a generation the one in force, in one step. */
export function point(generation: number | null): void {
    if (generation === null) remove(CURRENT);
    else link(`generations/${generation}`, CURRENT);
}

/** Keeps the last ten, and the one in force whatever its age. */
export function prune(): void {
    const all = numbers();
    for (const generation of all.slice(0, Math.max(0, all.length - KEPT)))
        if (generation !== current()) removeGeneration(generation);
    removeUnfinished();
}
