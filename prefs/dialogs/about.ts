/** About Galaf. */
import Adw from 'gi://Adw?version=1';
import Gtk from 'gi://Gtk?version=4.0';
import {_} from '../i18n.js';

export function showAbout(parent: Gtk.Widget): void {
    const dialog = new Adw.AboutDialog({
        application_name: 'Galaf',
        application_icon: 'org.galaf.Preferences',
        developer_name: _('The Galaf developers'),
        license_type: Gtk.License.GPL_3_0,
        comments: _('Decides which apps may use the network, and for what.'),
        version: VERSION,
    });
    dialog.present(parent);
}
