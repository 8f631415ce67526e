/** Chooses who may start an app group. */
import Adw from 'gi://Adw?version=1';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {_, fill} from '../i18n.js';
import {accounts} from '../model/accounts.js';
import type {Label} from '../model/draft.js';
import {setValue, valueAt} from '../model/paths.js';
import {asList} from '../model/raw.js';
import {plain} from '../widgets/build.js';

export function showLaunchers(app: App, group: string): void {
    const path = ['groups', group, 'users'];
    const value = valueAt(app.session.draft.sources, path);
    const chosen = new Set(Array.isArray(value) ? asList(value) : []);
    const everybody = new Adw.SwitchRow({
        title: _('Everybody who logs in'),
        active: !Array.isArray(value),
        ...plain,
    });
    const {people} = accounts();
    const names = [...new Set([...people.map(({name}) => name), ...chosen])];
    const list = new Adw.PreferencesGroup({title: _('Only These')});
    everybody.bind_property('active', list, 'sensitive', 2 | 4);
    for (const name of names) {
        const check = new Gtk.CheckButton({active: chosen.has(name), valign: Gtk.Align.CENTER});
        check.connect('toggled', () => (check.active ? chosen.add(name) : chosen.delete(name)));
        const row = new Adw.ActionRow({title: name, activatable_widget: check, ...plain});
        row.add_prefix(check);
        list.add(row);
    }
    const top = new Adw.PreferencesGroup();
    top.add(everybody);
    const page = new Adw.PreferencesPage();
    page.add(top);
    page.add(list);
    const view = new Adw.ToolbarView({content: page});
    view.add_top_bar(new Adw.HeaderBar());
    const dialog = new Adw.Dialog({
        title: _('Who May Start It'),
        child: view,
        content_width: 400,
        content_height: 420,
    });
    dialog.connect('closed', () => {
        const users = everybody.active ? null : [...chosen];
        const shown = users ? users.join(', ') || _('nobody') : _('everybody');
        if (JSON.stringify(users) === JSON.stringify(Array.isArray(value) ? value : null)) return;
        const label: Label = called =>
            fill(_('{name}: may be started by {users}'), {name: called(group), users: shown});
        app.edit(label, [setValue(path, users)]);
    });
    dialog.present(app.window);
}
