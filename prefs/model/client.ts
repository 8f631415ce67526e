/** One call to the helper. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';

export const NAME = 'org.galaf.Helper1';
export const PATH = '/org/galaf/Helper1';

/** Typing a password takes longer than D-Bus waits by default. */
const TIMEOUT_MS = 10 * 60 * 1000;
const PREFIX = 'org.galaf.Error.';

export class HelperError extends Error {
    constructor(
        /** Last part of the D-Bus error's name: NotAuthorized, Conflict…; `Unavailable` when the helper did not answer. */
        readonly code: string,
        message: string,
        readonly data: Readonly<Record<string, unknown>> = {},
    ) {
        super(message);
    }
}

export interface CallOptions {
    readonly interactive?: boolean;
    readonly cancellable?: Gio.Cancellable | null;
}

function translate(error: GLib.Error): HelperError {
    const name = Gio.DBusError.get_remote_error(error) ?? '';
    Gio.DBusError.strip_remote_error(error);
    const code = name.startsWith(PREFIX) ? name.slice(PREFIX.length) : 'Unavailable';
    return new HelperError(code, error.message);
}

export async function call<T>(
    method: string,
    signature = '()',
    args: unknown[] = [],
    {interactive = false, cancellable = null}: CallOptions = {},
): Promise<T> {
    try {
        const reply = await Gio.DBus.system.call(
            NAME,
            PATH,
            NAME,
            method,
            new GLib.Variant(signature as '(ss)', args as [string, string]),
            new GLib.VariantType('(s)'),
            interactive ? Gio.DBusCallFlags.ALLOW_INTERACTIVE_AUTHORIZATION : Gio.DBusCallFlags.NONE,
            interactive ? TIMEOUT_MS : -1,
            cancellable,
        );
        return JSON.parse(reply.deepUnpack<[string]>()[0]) as T;
    } catch (error) {
        throw error instanceof GLib.Error ? translate(error) : error;
    }
}
