// gjs -m stats.js SECONDS   Listens to traffic as the extension does, each second, and says how many signals came.
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';

const [seconds] = ARGV.map(Number);
const [name, path] = ['org.galaf.Helper1', '/org/galaf/Helper1'];
const loop = new GLib.MainLoop(null, false);
const call = (method, parameters) =>
    Gio.DBus.system.call_sync(name, path, name, method, parameters, null, Gio.DBusCallFlags.NONE, -1, null);
let heard = 0;
Gio.DBus.system.signal_subscribe(name, name, 'Traffic', path, null, Gio.DBusSignalFlags.NONE, () => heard++);
call('Subscribe', new GLib.Variant('(su)', ['["traffic"]', 1000]));
GLib.timeout_add(GLib.PRIORITY_DEFAULT, seconds * 1000, () => {
    loop.quit();
    return GLib.SOURCE_REMOVE;
});
loop.run();
call('Unsubscribe', null);
print(heard);
