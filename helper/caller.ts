/** Who called. The bus says so; nothing that a caller says about itself is believed. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';

export interface Caller {
    /** Unique name on the bus, such as `:1.42`. */
    readonly sender: string;
    readonly uid: number;
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
    return {sender, uid: reply.deepUnpack<[number]>()[0]};
}
