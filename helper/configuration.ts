/** The configuration on disk: /etc/galaf/galaf.json and its drop-ins. */
import GLib from 'gi://GLib';
import {parseConfig} from '../core/config/parse.js';
import type {Config, Diagnostic, SourceFile} from '../core/config/types.js';
import {InvalidConfigurationError, messageOf, NotFoundError} from './errors.js';
import {exists, names, readText} from './files.js';

const FOLDER = '/etc/galaf';
export const MAIN_FILE = `${FOLDER}/galaf.json`;
const DROP_INS = `${FOLDER}/galaf.d`;

/** Main file first, drop-ins in name order. Throws when there is no main file, or one that cannot be read. */
export function readSources(): SourceFile[] {
    if (!exists(MAIN_FILE))
        throw new NotFoundError(`${MAIN_FILE} does not exist; docs/config.md shows a first one`);
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

/** Changes whenever any of the files does. */
export function revisionOf(sources: readonly SourceFile[]): string {
    const text = sources.map(({name, text}) => `${name}\0${text}\0`).join('');
    return GLib.compute_checksum_for_string(GLib.ChecksumType.SHA256, text, -1) ?? '';
}

/** The parsed configuration and its warnings; throws with every diagnostic when there is an error. */
export function parseSources(sources: readonly SourceFile[]): {
    config: Config;
    warnings: readonly Diagnostic[];
} {
    const {config, diagnostics} = parseConfig(sources);
    if (!config) throw new InvalidConfigurationError(diagnostics);
    return {config, warnings: diagnostics};
}
