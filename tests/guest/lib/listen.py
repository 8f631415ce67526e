"""listen.py TOPICS PERIOD_MS SECONDS: subscribe to the helper and print each signal as `NAME JSON`.

Prints `subscribed` first, or `refused NAME` and ends with 1. Runs inside the guest."""
import sys

from gi.repository import Gio, GLib

NAME, PATH = 'org.galaf.Helper1', '/org/galaf/Helper1'
topics, period, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
bus = Gio.bus_get_sync(Gio.BusType.SYSTEM)


def show(_bus, _sender, _path, _interface, signal, arguments):
    print(signal, *arguments.unpack(), flush=True)


for name in ('Traffic', 'Blocked'):
    bus.signal_subscribe(None, NAME, name, PATH, None, Gio.DBusSignalFlags.NONE, show)
if topics != 'eavesdrop':
    try:
        bus.call_sync(NAME, PATH, NAME, 'Subscribe', GLib.Variant('(su)', (topics, period)), None, 0, -1, None)
    except GLib.Error as error:
        print('refused', Gio.DBusError.get_remote_error(error), flush=True)
        sys.exit(1)
    print('subscribed', flush=True)
loop = GLib.MainLoop()
GLib.timeout_add(int(seconds * 1000), loop.quit)
loop.run()
