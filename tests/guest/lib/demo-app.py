#!/usr/bin/python3
"""The application of checks/desktop-files: writes down group and arguments; with --service it answers on the session bus."""
import os
import sys

import dbus
import dbus.service
from dbus.mainloop.glib import DBusGMainLoop
from gi.repository import GLib

LOG = '/home/alice/demo.log'


class Demo(dbus.service.Object):
    @dbus.service.method('org.example.Demo', out_signature='u')
    def Gid(self):
        return os.getgid()


def main():
    with open(LOG, 'a', encoding='utf-8') as log:
        log.write(' '.join([str(os.getgid()), *sys.argv[1:]]) + '\n')
    if '--service' not in sys.argv:
        return
    loop = DBusGMainLoop()
    name = dbus.service.BusName('org.example.Demo', dbus.SessionBus(mainloop=loop))
    Demo(name, '/org/example/Demo')
    GLib.timeout_add_seconds(20, sys.exit)
    GLib.MainLoop().run()


main()
