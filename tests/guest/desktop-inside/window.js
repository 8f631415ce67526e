// The smallest GTK application, for the check of the lane: its button renames its window.
import GLib from 'gi://GLib';
import Gtk from 'gi://Gtk?version=4.0';

// AT-SPI knows programs by this name; without it, this one is `gjs` like every other.
GLib.set_prgname('org.galaf.TestWindow');
const application = new Gtk.Application({application_id: 'org.galaf.TestWindow'});
application.connect('activate', () => {
    const window = new Gtk.ApplicationWindow({application, title: 'Galaf test window'});
    const button = new Gtk.Button({label: 'Press'});
    button.connect('clicked', () => window.set_title('pressed'));
    window.set_child(button);
    window.present();
});
application.run([]);
