/**
 * The client's side of org.galaf.Helper1, shared by galafctl, the preferences and the GNOME Shell extension. Nothing of
 * it blocks, and nothing needs a proxy object: the helper comes and goes, and the bus starts it with the first call.
 */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import type {Diagnostic} from '../../core/config/types.js';

export const NAME = 'org.galaf.Helper1';
export const PATH = '/org/galaf/Helper1';
const ERRORS = 'org.galaf.Error.';
/** Typing a password takes longer than D-Bus waits by default; so does deleting a group with many files. */
const INTERACTIVE_TIMEOUT_MS = 10 * 60 * 1000;
const TIMEOUT_MS = 60 * 1000;
/** What GDBus takes for none (G_MAXINT). */
const NO_TIMEOUT = 0x7fffffff;

/** What a failed call says beside its text. */
export interface ErrorData {
    readonly diagnostics?: readonly Diagnostic[];
    /** Revision of the files as they are now, when somebody else changed them. */
    readonly revision?: string;
    /** Processes that stand in the way. */
    readonly pids?: readonly number[];
}

/** A call that did not succeed. `code` is the last part of the D-Bus name, or `Unavailable` when nobody answered. */
export class HelperError extends Error {
    override name = 'HelperError';

    constructor(
        readonly code: string,
        message: string,
        readonly data: ErrorData = {},
    ) {
        super(message);
    }
}

export interface CallOptions {
    /** Whether polkit may ask for a password. */
    readonly interactive?: boolean;
    readonly cancellable?: Gio.Cancellable | null;
    /** Open files that go along; arguments of type `h` are indices of them. */
    readonly files?: Gio.UnixFDList | null;
    /** Whether the answer comes only when something ends, however long that takes. */
    readonly endless?: boolean;
}

/** Our errors carry a text and JSON; those of the bus and of polkit a text alone. */
function errorOf(reply: Gio.DBusMessage): HelperError {
    const name = reply.get_error_name() ?? '';
    const body = reply.get_body()?.deepUnpack<unknown[]>() ?? [];
    const text = typeof body[0] === 'string' ? body[0] : name;
    if (!name.startsWith(ERRORS)) return new HelperError('Unavailable', text);
    let data: ErrorData = {};
    if (typeof body[1] === 'string')
        try {
            data = JSON.parse(body[1]) as ErrorData;
        } catch {
            // The text says what happened; the data only helps to show it well.
        }
    return new HelperError(name.slice(ERRORS.length), text, data);
}

/** What kept a call from being answered. */
function noAnswer(error: unknown): HelperError {
    const {code, message} = error as GLib.Error;
    const cancelled = code === Number(Gio.IOErrorEnum.CANCELLED);
    return new HelperError(cancelled ? 'Cancelled' : 'Unavailable', message);
}

function send(message: Gio.DBusMessage, options: CallOptions): Promise<Gio.DBusMessage> {
    const patience = options.interactive ? INTERACTIVE_TIMEOUT_MS : TIMEOUT_MS;
    const timeout = options.endless ? NO_TIMEOUT : patience;
    return new Promise((resolve, reject) => {
        try {
            // Throws where there is no bus.
            Gio.DBus.system.send_message_with_reply(
                message,
                Gio.DBusSendMessageFlags.NONE,
                timeout,
                options.cancellable ?? null,
                (connection, result) => {
                    try {
                        resolve(connection!.send_message_with_reply_finish(result));
                    } catch (error) {
                        reject(noAnswer(error));
                    }
                },
            );
        } catch (error) {
            reject(noAnswer(error));
        }
    });
}

/**
 * One call, with its JSON answer parsed. Throws HelperError.
 *
 * @param signature D-Bus signature of the arguments, such as `(ss)`
 */
export async function call<T>(
    method: string,
    signature = '()',
    args: readonly unknown[] = [],
    options: CallOptions = {},
): Promise<T> {
    const message = Gio.DBusMessage.new_method_call(NAME, PATH, NAME, method);
    message.set_body(new GLib.Variant(signature as '(ss)', args as [string, string]));
    if (options.interactive) message.set_flags(Gio.DBusMessageFlags.ALLOW_INTERACTIVE_AUTHORIZATION);
    if (options.files) message.set_unix_fd_list(options.files);
    const reply = await send(message, options);
    if (reply.get_message_type() === Gio.DBusMessageType.ERROR) throw errorOf(reply);
    const [json] = reply.get_body()?.deepUnpack<[string]>() ?? ['{}'];
    return JSON.parse(json) as T;
}

/** Calls `handler` with the arguments of each signal of this name; the function that is returned ends it. */
export function onSignal(signal: string, handler: (args: unknown[]) => void): () => void {
    const bus = Gio.DBus.system;
    const id = bus.signal_subscribe(
        NAME,
        NAME,
        signal,
        PATH,
        null,
        Gio.DBusSignalFlags.NONE,
        (_connection, _sender, _path, _name, _signal, parameters) =>
            handler(parameters.deepUnpack<unknown[]>()),
    );
    return () => bus.signal_unsubscribe(id);
}
