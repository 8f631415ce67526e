/** org.galaf.Helper1 on the system bus; started by D-Bus, gone again when nobody needs it. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import GLibUnix from 'gi://GLibUnix';
import System from 'system';
import {endAll} from './captures.js';
import xml from './dbus/org.galaf.Helper1.xml';
import * as generations from './engine/generations.js';
import {recoverDeletion} from './engine/groups.js';
import {recover} from './engine/recover.js';
import {recoverSwitch} from './engine/switch.js';
import * as timed from './engine/timed.js';
import {messageOf} from './errors.js';
import {settleDeadlines, watchDeadlines} from './deadlines.js';
import {serviceObject} from './service.js';
import * as signals from './signals.js';

Gio._promisify(Gio.Subprocess.prototype, 'communicate_utf8_async', 'communicate_utf8_finish');
Gio._promisify(Gio.Subprocess.prototype, 'wait_async', 'wait_finish');
Gio._promisify(Gio.DBusConnection.prototype, 'call', 'call_finish');
Gio._promisify(Gio.SocketClient.prototype, 'connect_async', 'connect_finish');
Gio._promisify(Gio.OutputStream.prototype, 'write_all_async', 'write_all_finish');
Gio._promisify(Gio.InputStream.prototype, 'read_bytes_async', 'read_bytes_finish');
Gio._promisify(Gio.DataInputStream.prototype, 'read_line_async', 'read_line_finish');

const NAME = 'org.galaf.Helper1';
const PATH = '/org/galaf/Helper1';
const IDLE_SECONDS = 60;

const SIGTERM = 15;

const loop = new GLib.MainLoop(null, false);
let calls = 0;
let listeners = 0;
let timer = 0;
let leaving = false;
let released = false;

/**
 * Leaves after a while without calls; the next call makes D-Bus start the helper again. The name goes first: calls that
 * were sent to it until then are still answered.
 */
async function leave(): Promise<void> {
    leaving = true;
    // These calls would never be answered by themselves.
    endAll();
    await Gio.DBus.system.call(
        'org.freedesktop.DBus',
        '/org/freedesktop/DBus',
        'org.freedesktop.DBus',
        'ReleaseName',
        new GLib.Variant('(s)', [NAME]),
        null,
        Gio.DBusCallFlags.NONE,
        -1,
        null,
    );
    // What came before the bus's answer waits in the main loop already; this comes after it.
    GLib.idle_add(GLib.PRIORITY_LOW, () => {
        released = true;
        if (calls === 0) loop.quit();
        return GLib.SOURCE_REMOVE;
    });
}

const leaveSafely = (): void =>
    void leave().catch((error: unknown) => {
        console.error(`leaving: ${messageOf(error)}`);
        loop.quit();
    });

function watchIdle(): void {
    if (timer) GLib.source_remove(timer);
    timer = GLib.timeout_add_seconds(GLib.PRIORITY_DEFAULT, IDLE_SECONDS, () => {
        timer = 0;
        if (calls + listeners === 0) leaveSafely();
        return GLib.SOURCE_REMOVE;
    });
}

/** A call is answered before the helper leaves. */
const call = {
    begin: () => void calls++,
    end: () => {
        calls--;
        if (released && calls === 0) loop.quit();
        else watchIdle();
    },
};

/** Somebody who listens keeps the helper from leaving for want of calls, but not from being stopped. */
const listener = {
    begin: () => void listeners++,
    end: () => {
        listeners--;
        watchIdle();
    },
};

/** Held here, or the garbage collector would take the object off the bus. */
const exported = Gio.DBusExportedObject.wrapJSObject(xml, serviceObject(call, listener));

async function main(): Promise<void> {
    // Before any call is taken, so that nobody sees what a crash left half done.
    try {
        await recoverDeletion();
        await recover();
        await recoverSwitch();
        const generation = generations.current();
        if (generation !== null)
            await timed.forgetUnapplied(generations.fileOf(generation, 'ruleset.nft') ?? '');
        await settleDeadlines();
    } catch (error) {
        // The journal stays; status and another apply must still be possible.
        console.error(`recovery failed: ${messageOf(error)}`);
    }
    exported.export(Gio.DBus.system, PATH);
    signals.connect(exported);
    watchDeadlines();
    Gio.bus_own_name_on_connection(Gio.DBus.system, NAME, Gio.BusNameOwnerFlags.NONE, null, () => {
        // Another helper has the name, or the bus is gone.
        if (!leaving) loop.quit();
    });
    // Whatever is under way gets its answer; systemd waits for it for as long as the unit says.
    const addSignal = (GLibUnix.signal_add ?? GLibUnix.signal_add_full)!;
    addSignal(GLib.PRIORITY_DEFAULT, SIGTERM, () => {
        if (!leaving) leaveSafely();
        return GLib.SOURCE_CONTINUE;
    });
    watchIdle();
}

let status = 0;
main().catch((error: unknown) => {
    console.error(`${messageOf(error)}\n${(error as Error | null)?.stack ?? ''}`);
    status = 1;
    // Not at once: the loop may not run yet, and a promise's callback is no place to exit from.
    GLib.idle_add(GLib.PRIORITY_DEFAULT, () => {
        loop.quit();
        return GLib.SOURCE_REMOVE;
    });
});
loop.run();
System.exit(status);
