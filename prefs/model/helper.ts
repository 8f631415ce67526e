/** The helper as the app sees it: answers or a reason, never an exception; and its signals. */
import Gio from 'gi://Gio';
import type GLib from 'gi://GLib';
import {_, said} from '../i18n.js';
import {call, HelperError, NAME, PATH} from '../../helper/dbus/client.js';
import {Emitter} from './emitter.js';

/** An answer, or why there is none. */
export type Answer<T> =
    | {readonly ok: true; readonly value: T}
    | {readonly ok: false; readonly error: HelperError};

export interface ProgressNote {
    readonly operation: string;
    readonly done: number;
    readonly total: number;
    readonly text: string;
}

/** Methods that an older helper does not have; D-Bus says so in different ways. */
const MISSING = /UnknownMethod|No such method|is not implemented|does not exist|does not match/i;

export class Helper {
    readonly policyChanged = new Emitter();
    readonly statusChanged = new Emitter();
    /** The helper's process came or went. */
    readonly ownerChanged = new Emitter();
    readonly progressed = new Emitter();
    progress: ProgressNote | null = null;
    #cancellable = new Gio.Cancellable();
    #subscription = 0;
    #watch = 0;

    connect(): void {
        this.#subscription = Gio.DBus.system.signal_subscribe(
            NAME,
            NAME,
            null,
            PATH,
            null,
            Gio.DBusSignalFlags.NONE,
            (_bus, _sender, _path, _iface, signal, parameters) => this.#onSignal(signal, parameters),
        );
        this.#watch = Gio.bus_watch_name(
            Gio.BusType.SYSTEM,
            NAME,
            Gio.BusNameWatcherFlags.NONE,
            () => this.ownerChanged.emit(),
            () => this.ownerChanged.emit(),
        );
    }

    destroy(): void {
        this.#cancellable.cancel();
        if (this.#subscription) Gio.DBus.system.signal_unsubscribe(this.#subscription);
        if (this.#watch) Gio.bus_unwatch_name(this.#watch);
        this.#subscription = this.#watch = 0;
    }

    #onSignal(signal: string, parameters: GLib.Variant): void {
        if (signal === 'PolicyChanged') this.policyChanged.emit();
        else if (signal === 'StatusChanged') this.statusChanged.emit();
        else if (signal === 'Progress') {
            const [operation, done, total, text] = parameters.deepUnpack<[string, number, number, string]>();
            this.progress = {operation, done, total, text};
            this.progressed.emit();
        }
    }

    /** Reads; no password is asked for. */
    ask<T>(method: string, signature = '()', args: unknown[] = []): Promise<Answer<T>> {
        return this.#call(method, signature, args, false);
    }

    /** Changes something; polkit may ask for a password. */
    change<T>(method: string, signature = '()', args: unknown[] = []): Promise<Answer<T>> {
        return this.#call(method, signature, args, true);
    }

    async #call<T>(
        method: string,
        signature: string,
        args: unknown[],
        interactive: boolean,
    ): Promise<Answer<T>> {
        try {
            const cancellable = this.#cancellable;
            return {ok: true, value: await call<T>(method, signature, args, {interactive, cancellable})};
        } catch (error) {
            const known = error instanceof HelperError ? error : new HelperError('Failed', String(error));
            return {ok: false, error: known};
        }
    }
}

/** Whether the installed helper is older than this app and lacks the method. */
export const isMissing = (error: HelperError): boolean =>
    error.code === 'Unavailable' && MISSING.test(error.message);

/** Why something is not there, for a page that shows it. */
export function reasonOf(error: HelperError): string {
    if (isMissing(error)) return _('This version of the Galaf service does not offer it.');
    if (error.code === 'NotAuthorized') return _('You are not allowed to see this.');
    if (error.code === 'Unavailable') return _('The Galaf service does not answer.');
    return said(error.message);
}
