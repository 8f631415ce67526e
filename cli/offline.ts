/** The verbs that need no helper: check, generate, and diff of files. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import {parseConfig} from '../core/config/parse.js';
import type {Diagnostic, SourceFile} from '../core/config/types.js';
import {desktopIds} from '../core/machine/desktop.js';
import {diffInWords} from '../core/policy/diff.js';
import {resolvePolicy} from '../core/policy/resolve.js';
import {risksInWords} from '../core/policy/risks.js';
import type {Policy} from '../core/policy/types.js';
import {renderGeneration} from '../core/render/generation.js';
import type {Args} from './args.js';
import {show} from './commands/verb.js';
import {_, ngettext, fill, said} from './i18n.js';
import {localMachine, machineFrom, readNames, readText} from './machine.js';
import {EXIT, ExitError} from './output.js';
import {changesText, diagnosticText} from './views-policy.js';

const FOLDER = '/etc/galaf';

function ownFiles(): string[] {
    const main = `${FOLDER}/galaf.json`;
    if (!GLib.file_test(main, GLib.FileTest.EXISTS))
        // As the helper says it.
        throw new ExitError(
            EXIT.failed,
            said(`${main} does not exist; /usr/share/doc/galaf/config.md shows a first one`),
        );
    const dropIns = readNames(`${FOLDER}/galaf.d`).filter(name => name.endsWith('.json'));
    return [main, ...dropIns.map(name => `${FOLDER}/galaf.d/${name}`)];
}

/** The named files, or the machine's own configuration. */
export const readSources = (files: readonly string[]): SourceFile[] =>
    (files.length ? files : ownFiles()).map(name => ({name, text: readText(name)}));

/** The files of an offline verb, and the machine they are for: a file that describes one, or this one. */
export interface Input {
    readonly files: readonly string[];
    readonly machine: string | null;
}

function resolve({files, machine}: Input): {policy: Policy | null; diagnostics: readonly Diagnostic[]} {
    const {config, diagnostics} = parseConfig(readSources(files));
    if (!config) return {policy: null, diagnostics};
    const ids = desktopIds(config.groups);
    const resolved = resolvePolicy(config, machine === null ? localMachine(ids) : machineFrom(machine, ids));
    return {policy: resolved.policy, diagnostics: [...diagnostics, ...resolved.diagnostics]};
}

const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
    diagnostics.some(({severity}) => severity === 'error');

/** Every problem of the configuration; exit code 3 when there is an error among them. */
export function check(input: Input, json: boolean): number {
    const {diagnostics} = resolve(input);
    if (json) print(JSON.stringify({diagnostics}));
    else if (!diagnostics.length) print(_('No problems found.'));
    else print(diagnostics.map(diagnosticText).join('\n'));
    return hasErrors(diagnostics) ? EXIT.invalid : EXIT.ok;
}

/** Renders a generation into an empty folder, for reading or for comparison; nothing is applied. */
export function generate(folder: string, input: Input, json: boolean): number {
    const {policy, diagnostics} = resolve(input);
    if (diagnostics.length) printerr(diagnostics.map(diagnosticText).join('\n'));
    if (!policy) return EXIT.invalid;
    const target = Gio.File.new_for_path(folder);
    if (target.query_exists(null) && target.enumerate_children('standard::name', 0, null).next_file(null))
        throw new ExitError(EXIT.failed, fill(_('{folder} is not empty'), {folder}));
    GLib.mkdir_with_parents(folder, 0o755);
    const rendered = renderGeneration(policy);
    for (const [name, text] of rendered) {
        GLib.mkdir_with_parents(GLib.path_get_dirname(`${folder}/${name}`), 0o755);
        GLib.file_set_contents(`${folder}/${name}`, text);
    }
    print(
        json
            ? JSON.stringify({folder, files: [...rendered.keys()]})
            : fill(
                  ngettext(
                      '{count} file written to {folder}.',
                      '{count} files written to {folder}.',
                      rendered.size,
                  ),
                  {
                      folder,
                  },
              ),
    );
    return EXIT.ok;
}

/** What files would change, put in the place of the configuration on disk; a missing configuration is no policy yet. */
export function compare(files: readonly string[], args: Args): number {
    const onDisk = GLib.file_test(`${FOLDER}/galaf.json`, GLib.FileTest.EXISTS);
    const before = onDisk ? parseConfig(readSources([])).config : null;
    const {config, diagnostics} = parseConfig(readSources(files));
    const changes = {
        diagnostics,
        summary: config ? diffInWords(before, config) : [],
        risks: config ? risksInWords(before, config) : [],
    };
    show(changes, args, changesText);
    return config ? EXIT.ok : EXIT.invalid;
}
