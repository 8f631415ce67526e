/** The machine that offline verbs resolve against: this one, or one that a file describes. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import {gatherFromFiles} from '../core/machine/gather.js';
import type {Machine} from '../core/policy/types.js';
import {_, fill} from './i18n.js';
import {EXIT, ExitError} from './output.js';

/** Stands in for the gate's user on machines where the package is not installed. */
const SPARE_GATE_UID = 999;

/** Text of a file that must be there, as UTF-8. */
export function readText(path: string): string {
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

/** Writes a file that the person named, in one step. */
export function writeText(path: string, text: string): void {
    try {
        GLib.file_set_contents(path, text);
    } catch (error) {
        throw new ExitError(
            EXIT.failed,
            fill(_('cannot write {path}: {reason}'), {path, reason: (error as Error).message}),
        );
    }
}

/** Sorted names in a folder; none when there is no such folder. */
export function names(folder: string): string[] {
    if (!GLib.file_test(folder, GLib.FileTest.IS_DIR)) return [];
    const children = Gio.File.new_for_path(folder).enumerate_children(
        'standard::name',
        Gio.FileQueryInfoFlags.NONE,
        null,
    );
    const found: string[] = [];
    for (let info = children.next_file(null); info; info = children.next_file(null))
        found.push(info.get_name());
    return found.sort();
}

/** What this user may not read, such as a private apt source, is as good as not there. */
function text(path: string): string {
    try {
        const [, bytes] = GLib.file_get_contents(path);
        return new TextDecoder().decode(bytes);
    } catch {
        return '';
    }
}

/** The kernel is not asked, which takes root: it is taken to support every kind of mark. */
export function localMachine(desktopIds: readonly string[]): Machine {
    const found = gatherFromFiles({text, names}, desktopIds);
    return {...found, gateUid: found.gateUid ?? SPARE_GATE_UID, marks: {map: true, bpf: true}};
}

/** A description in the shape of Machine (core/policy/types.ts); what it leaves out is as on this machine. */
export function machineFrom(file: string, desktopIds: readonly string[]): Machine {
    const refuse = (reason: string) =>
        new ExitError(EXIT.usage, fill(_('{file} describes no machine: {reason}'), {file, reason}));
    let described: unknown;
    const content = readText(file);
    try {
        described = JSON.parse(content);
    } catch (error) {
        throw refuse((error as Error).message);
    }
    if (typeof described !== 'object' || described === null || Array.isArray(described))
        throw refuse(_('it is no JSON object'));
    const local = localMachine(desktopIds);
    for (const [key, value] of Object.entries(described)) {
        const own = (local as unknown as Record<string, unknown>)[key];
        if (own === undefined) throw refuse(fill(_('unknown key "{key}"'), {key}));
        if (typeof own !== typeof value || Array.isArray(own) !== Array.isArray(value))
            throw refuse(fill(_('"{key}" has the wrong type'), {key}));
    }
    return {...local, ...described};
}
