/** The machine that offline verbs resolve against: this one, or one that a file describes. */
import GLib from 'gi://GLib';
import {gatherFromFiles} from '../core/machine/gather.js';
import type {Machine} from '../core/policy/types.js';
import {names, READABLE} from '../helper/reading.js';
import {_, fill} from './i18n.js';
import {EXIT, ExitError} from './output.js';

/** Stands in for the gate's user on machines where the package is not installed. */
const SPARE_GATE_UID = 999;

function reading<T>(path: string, look: () => T): T {
    try {
        return look();
    } catch (error) {
        throw new ExitError(
            EXIT.failed,
            fill(_('cannot read {path}: {reason}'), {path, reason: (error as Error).message}),
        );
    }
}

/** Text of a file that must be there, as UTF-8. */
export const readText = (path: string): string =>
    reading(path, () => new TextDecoder('utf-8', {fatal: true}).decode(GLib.file_get_contents(path)[1]));

/** Names in a folder that has to be readable if it is there. */
export const readNames = (path: string): string[] => reading(path, () => names(path));

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

/** The kernel is not asked, which takes root: it is taken to support every kind of mark. */
export function localMachine(desktopIds: readonly string[]): Machine {
    const found = gatherFromFiles(READABLE, desktopIds);
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
