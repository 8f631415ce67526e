/** galaf-prefs: the policy, for people. */
import Gio from 'gi://Gio';
import Gtk from 'gi://Gtk?version=4.0';
import GLib from 'gi://GLib';
import System from 'system';
import Gettext from 'gettext';
import {Application} from './application.js';
import {loadSourceView} from './widgets/source-view.js';

Gio._promisify(Gio.DBusConnection.prototype, 'call', 'call_finish');
Gio._promisify(Gtk.FileDialog.prototype, 'open', 'open_finish');

Gettext.bindtextdomain('galaf', '/usr/share/locale');
// What a screen reader calls the program, and what the compositor looks for.
GLib.set_prgname('org.galaf.Preferences');
void loadSourceView();
const application = new Application();
System.exit(application.run([System.programInvocationName, ...ARGV]));
