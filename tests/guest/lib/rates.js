// gjs -m rates.js SECONDS   Listens to traffic, and says whether any second had more than half a megabyte: `busy` or `quiet`.
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';

const [seconds] = ARGV.map(Number);
const [name, path] = ['org.galaf.Helper1', '/org/galaf/Helper1'];
const loop = new GLib.MainLoop(null, false);
let most = 0;
let heard = 0;
Gio.DBus.system.signal_subscribe(name, name, 'Traffic', path, null, Gio.DBusSignalFlags.NONE, (...args) => {
    const {in_rate, groups} = JSON.parse(args[5].deepUnpack()[0]);
    heard++;
    most = Math.max(most, in_rate, ...groups.map(group => group.in_rate));
});
const subscribe = new GLib.Variant('(su)', ['["traffic"]', 500]);
Gio.DBus.system.call_sync(name, path, name, 'Subscribe', subscribe, null, Gio.DBusCallFlags.NONE, -1, null);
GLib.timeout_add(GLib.PRIORITY_DEFAULT, seconds * 1000, () => {
    loop.quit();
    return GLib.SOURCE_REMOVE;
});
loop.run();
print(heard === 0 ? 'deaf' : most > 500_000 ? 'busy' : 'quiet');
