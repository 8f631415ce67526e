/** Who called. The bus says so; nothing that a caller says about itself is believed. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';

export interface Peer {
    /** Unique name on the bus, such as `:1.42`. */
    readonly sender: string;
    readonly uid: number;
}

/** What came with the call, beside its arguments. */
export interface Caller extends Peer {
    /** Whether a password may be asked for. */
    readonly interactive: boolean;
    /** Open files, to which arguments of type `h` are indices. */
    readonly files: Gio.UnixFDList | null;
}

export const isInteractive = (invocation: Gio.DBusMethodInvocation): boolean =>
    (invocation.get_message().get_flags() & Gio.DBusMessageFlags.ALLOW_INTERACTIVE_AUTHORIZATION) !== 0;

/**
 * Closes what came with a call and was not taken. Left to the garbage collector, a few dozen calls of anybody, authorised or
 * not, would take every file that a process may have open.
 */
export function closeFiles(invocation: Gio.DBusMethodInvocation): void {
    for (const fd of invocation.get_message().get_unix_fd_list()?.steal_fds() ?? []) GLib.close(fd);
}

/** Throws when the caller has left the bus. */
export async function callerOf(invocation: Gio.DBusMethodInvocation): Promise<Caller> {
    const sender = invocation.get_sender() ?? '';
    const reply = await Gio.DBus.system.call(
        'org.freedesktop.DBus',
        '/org/freedesktop/DBus',
        'org.freedesktop.DBus',
        'GetConnectionUnixUser',
        new GLib.Variant('(s)', [sender]),
        new GLib.VariantType('(u)'),
        Gio.DBusCallFlags.NONE,
        -1,
        null,
    );
    const [uid] = reply.deepUnpack<[number]>();
    return {
        ...{sender, uid, interactive: isInteractive(invocation)},
        files: invocation.get_message().get_unix_fd_list(),
    };
}

/** Does long work that is called off when the caller leaves the bus, as Ctrl-C makes it. */
export async function whileThere<T>(sender: string, work: (gone: Gio.Cancellable) => Promise<T>): Promise<T> {
    const gone = new Gio.Cancellable();
    const watch = Gio.bus_watch_name_on_connection(
        Gio.DBus.system,
        sender,
        Gio.BusNameWatcherFlags.NONE,
        null,
        () => gone.cancel(),
    );
    try {
        return await work(gone);
    } finally {
        Gio.bus_unwatch_name(watch);
    }
}
