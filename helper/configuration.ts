/** The configuration on disk: /etc/galaf/galaf.json and its drop-ins. */
import GLib from 'gi://GLib';
import {parseConfig} from '../core/config/parse.js';
import type {Config, Diagnostic, SourceFile} from '../core/config/types.js';
import {InvalidConfigurationError, NotFoundError} from './errors.js';
import {names, read} from './files.js';

const FOLDER = '/etc/galaf';
export const MAIN_FILE = `${FOLDER}/galaf.json`;
const DROP_INS = `${FOLDER}/galaf.d`;

/** Main file first, drop-ins in name order. Throws NotFoundError without a main file. */
export function readSources(): SourceFile[] {
    const main = read(MAIN_FILE);
    if (main === null)
        throw new NotFoundError(`${MAIN_FILE} does not exist; docs/config.md shows a first one`);
    const more = names(DROP_INS)
        .filter(name => name.endsWith('.json'))
        .map(name => `${DROP_INS}/${name}`);
    return [{name: MAIN_FILE, text: main}, ...more.map(name => ({name, text: read(name) ?? ''}))];
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
