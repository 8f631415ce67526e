/** The verbs that need no helper: check and generate. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import {formatDiagnostic} from '../core/config/diagnostics.js';
import {parseConfig} from '../core/config/parse.js';
import type {Config, Diagnostic, SourceFile} from '../core/config/types.js';
import {parseGroup, parsePasswd, parseShells, parseUidRange} from '../core/machine/accounts.js';
import {parseNameservers} from '../core/machine/hosts.js';
import {resolvePolicy} from '../core/policy/resolve.js';
import type {Machine} from '../core/policy/types.js';
import {renderGeneration} from '../core/render/generation.js';
import {_, fill} from './i18n.js';
import {EXIT, ExitError} from './output.js';

const FOLDER = '/etc/galaf';
/** Stands in for the gate's user on machines where the package is not installed. */
const SPARE_GATE_UID = 999;

function readText(path: string): string {
    try {
        const [, bytes] = GLib.file_get_contents(path);
        return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
    } catch (error) {
        throw new ExitError(
            EXIT.failed,
            fill(_('cannot read {path}: {reason}'), {path, reason: (error as Error).message}),
        );
    }
}

const readIfThere = (path: string): string =>
    GLib.file_test(path, GLib.FileTest.EXISTS) ? readText(path) : '';

function dropIns(): string[] {
    const folder = `${FOLDER}/galaf.d`;
    if (!GLib.file_test(folder, GLib.FileTest.IS_DIR)) return [];
    const children = Gio.File.new_for_path(folder).enumerate_children(
        'standard::name',
        Gio.FileQueryInfoFlags.NONE,
        null,
    );
    const found: string[] = [];
    for (let info = children.next_file(null); info; info = children.next_file(null))
        if (info.get_name().endsWith('.json')) found.push(`${folder}/${info.get_name()}`);
    return found.sort();
}

/** The named files, or the machine's own configuration. */
export function readSources(files: readonly string[]): SourceFile[] {
    const paths = files.length ? files : [`${FOLDER}/galaf.json`, ...dropIns()];
    return paths.map(name => ({name, text: readText(name)}));
}

function localMachine(): Machine {
    const users = parsePasswd(readText('/etc/passwd'));
    return {
        users,
        groups: parseGroup(readText('/etc/group')),
        uidRange: parseUidRange(readIfThere('/etc/login.defs')),
        shells: parseShells(readIfThere('/etc/shells')),
        gateUid: users.find(({name}) => name === 'galaf-gate')?.uid ?? SPARE_GATE_UID,
        resolverUids: users
            .filter(({name}) => ['systemd-resolve', 'dnsmasq'].includes(name))
            .map(({uid}) => uid),
        apt: [],
        ntp: [],
        nameservers: parseNameservers(readIfThere('/etc/resolv.conf')),
        marks: {map: true, bpf: false},
    };
}

function parse(sources: readonly SourceFile[]): {config: Config | null; diagnostics: Diagnostic[]} {
    const {config, diagnostics} = parseConfig(sources);
    if (!config) return {config, diagnostics: [...diagnostics]};
    return {config, diagnostics: [...diagnostics, ...resolvePolicy(config, localMachine()).diagnostics]};
}

const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
    diagnostics.some(({severity}) => severity === 'error');

/** Every problem of the configuration; exit code 3 when there is an error among them. */
export function check(files: readonly string[], json: boolean): number {
    const {diagnostics} = parse(readSources(files));
    if (json) print(JSON.stringify({diagnostics}));
    else if (!diagnostics.length) print(_('No problems found.'));
    else print(diagnostics.map(formatDiagnostic).join('\n'));
    return hasErrors(diagnostics) ? EXIT.invalid : EXIT.ok;
}

/** Renders a generation into an empty folder, for reading or for comparison; nothing is applied. */
export function generate(folder: string, files: readonly string[], json: boolean): number {
    const {config, diagnostics} = parse(readSources(files));
    if (diagnostics.length) printerr(diagnostics.map(formatDiagnostic).join('\n'));
    const {policy} = config ? resolvePolicy(config, localMachine()) : {policy: null};
    if (!policy) return EXIT.invalid;
    const target = Gio.File.new_for_path(folder);
    if (target.query_exists(null) && target.enumerate_children('standard::name', 0, null).next_file(null))
        throw new ExitError(EXIT.failed, fill(_('{folder} is not empty'), {folder}));
    GLib.mkdir_with_parents(`${folder}/launch`, 0o755);
    const rendered = renderGeneration(policy);
    for (const [name, text] of rendered) GLib.file_set_contents(`${folder}/${name}`, text);
    print(
        json
            ? JSON.stringify({folder, files: [...rendered.keys()]})
            : fill(_('{count} files written to {folder}.'), {count: rendered.size, folder}),
    );
    return EXIT.ok;
}
