/** The configuration on disk: /etc/galaf/galaf.json and its drop-ins. */
import GLib from 'gi://GLib';
import type {Diagnostic, SourceFile} from '../core/config/types.js';
import {
    ChangedError,
    InvalidArgumentError,
    InvalidConfigurationError,
    messageOf,
    NotFoundError,
} from './errors.js';
import {exists, names, readText} from './files.js';

const FOLDER = '/etc/galaf';
export const MAIN_FILE = `${FOLDER}/galaf.json`;
const DROP_INS = `${FOLDER}/galaf.d`;

/** Main file first, drop-ins in name order. Throws when there is no main file, or one that cannot be read. */
export function readSources(): SourceFile[] {
    if (!exists(MAIN_FILE))
        throw new NotFoundError(
            `${MAIN_FILE} does not exist; /usr/share/doc/galaf/config.md shows a first one`,
        );
    const more = names(DROP_INS)
        .filter(name => name.endsWith('.json'))
        .map(name => `${DROP_INS}/${name}`);
    const sources: SourceFile[] = [];
    const problems: Diagnostic[] = [];
    for (const name of [MAIN_FILE, ...more])
        try {
            sources.push({name, text: readText(name)});
        } catch (error) {
            const place = {file: name, line: 0, column: 0, path: ''};
            problems.push({...place, severity: 'error', code: 'unreadable', message: messageOf(error)});
        }
    if (problems.length) throw new InvalidConfigurationError(problems);
    return sources;
}

/** The same, but no files at all when there is no main file yet. */
export const sourcesOrNone = (): SourceFile[] => (exists(MAIN_FILE) ? readSources() : []);

/** Throws when the files are not those that a caller saw; an empty revision means "whatever is there". */
export function checkRevision(sources: readonly SourceFile[], expected: string): void {
    const found = revisionOf(sources);
    if (expected !== '' && expected !== found) throw new ChangedError(found);
}

/** Path of a file that a caller may name: the main file or a drop-in, with or without the folder. */
export function pathOf(name: string): string {
    const inside = name.startsWith(`${FOLDER}/`) ? name.slice(FOLDER.length + 1) : name;
    if (inside === 'galaf.json' || /^galaf\.d\/[\w-][\w.-]*\.json$/.test(inside))
        return `${FOLDER}/${inside}`;
    throw new InvalidArgumentError(
        `${JSON.stringify(name)} is no file of the configuration; those are galaf.json and galaf.d/NAME.json`,
    );
}

/** Changes whenever any of the files does. */
export function revisionOf(sources: readonly SourceFile[]): string {
    const bytes = new TextEncoder().encode(JSON.stringify(sources.map(({name, text}) => [name, text])));
    return GLib.compute_checksum_for_data(GLib.ChecksumType.SHA256, bytes) ?? '';
}
