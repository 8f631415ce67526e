/** org.galaf.Helper1 on the system bus; started by D-Bus, gone again when nobody needs it. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import System from 'system';
import xml from './dbus/org.galaf.Helper1.xml';
import {recover} from './engine/recover.js';
import {messageOf} from './errors.js';
import {settleDeadlines, watchDeadlines} from './deadlines.js';
import {serviceObject} from './service.js';
import * as signals from './signals.js';

Gio._promisify(Gio.Subprocess.prototype, 'communicate_utf8_async', 'communicate_utf8_finish');
Gio._promisify(Gio.Subprocess.prototype, 'wait_async', 'wait_finish');
Gio._promisify(Gio.DBusConnection.prototype, 'call', 'call_finish');
Gio._promisify(Gio.SocketClient.prototype, 'connect_async', 'connect_finish');
Gio._promisify(Gio.OutputStream.prototype, 'write_all_async', 'write_all_finish');
Gio._promisify(Gio.DataInputStream.prototype, 'read_line_async', 'read_line_finish');

const NAME = 'org.galaf.Helper1';
const PATH = '/org/galaf/Helper1';
const IDLE_SECONDS = 60;

const loop = new GLib.MainLoop(null, false);
let busy = 0;
let timer = 0;

/** Leaves after a while without calls; the next call makes D-Bus start the helper again. */
function watchIdle(): void {
    if (timer) GLib.source_remove(timer);
    timer = GLib.timeout_add_seconds(GLib.PRIORITY_DEFAULT, IDLE_SECONDS, () => {
        timer = 0;
        if (busy === 0) loop.quit();
        return GLib.SOURCE_REMOVE;
    });
}

const activity = {
    begin: () => void busy++,
    end: () => {
        busy--;
        watchIdle();
    },
};

/** Held here, or the garbage collector would take the object off the bus. */
const exported = Gio.DBusExportedObject.wrapJSObject(xml, serviceObject(activity));

async function main(): Promise<void> {
    // Before any call is taken, so that nobody sees what a crash left half done.
    try {
        await recover();
        await settleDeadlines();
    } catch (error) {
        // The journal stays; status and another apply must still be possible.
        console.error(`recovery failed: ${messageOf(error)}`);
    }
    exported.export(Gio.DBus.system, PATH);
    signals.connect(exported);
    watchDeadlines();
    Gio.bus_own_name_on_connection(Gio.DBus.system, NAME, Gio.BusNameOwnerFlags.NONE, null, () =>
        loop.quit(),
    );
    watchIdle();
}

main().catch((error: unknown) => {
    console.error(`${messageOf(error)}\n${(error as Error | null)?.stack ?? ''}`);
    System.exit(1);
});
loop.run();
