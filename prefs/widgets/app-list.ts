/** Installed apps to choose from, with search. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import type {InstalledApp} from '../../core/templates.js';
import {_} from '../i18n.js';
import {installedApps} from '../model/apps.js';
import {name, plain} from './build.js';
import {setAppIcon} from './icons.js';

export class AppList extends Adw.Bin {
    static {
        GObject.registerClass({GTypeName: 'GalafAppList'}, this);
    }

    readonly search = new Gtk.SearchEntry({placeholder_text: _('Search installed apps'), hexpand: true});
    #list = new Gtk.ListBox({css_classes: ['boxed-list'], selection_mode: Gtk.SelectionMode.NONE});
    #words = new Map<Gtk.ListBoxRow, string>();

    constructor(chosen: (app: InstalledApp) => void, taken: ReadonlySet<string>) {
        super({vexpand: true});
        name(this.search, _('Search installed apps'));
        name(this.#list, _('Installed apps'));
        for (const app of installedApps()) this.#add(app, taken.has(app.id), chosen);
        this.#list.set_filter_func(row => this.#matches(row));
        this.#list.set_placeholder(
            new Gtk.Label({label: _('No app found'), margin_top: 24, margin_bottom: 24}),
        );
        this.search.connect('search-changed', () => this.#list.invalidate_filter());
        const box = new Gtk.Box({orientation: Gtk.Orientation.VERTICAL, spacing: 12});
        box.append(this.search);
        box.append(this.#list);
        box.margin_top = box.margin_bottom = box.margin_start = box.margin_end = 12;
        this.child = new Gtk.ScrolledWindow({
            child: new Adw.Clamp({child: box, maximum_size: 560}),
            hscrollbar_policy: Gtk.PolicyType.NEVER,
        });
    }

    #add(app: InstalledApp, taken: boolean, chosen: (app: InstalledApp) => void): void {
        const row = new Adw.ActionRow({
            title: app.title,
            subtitle: taken ? _('Has an app group already') : '',
            activatable: true,
            ...plain,
        });
        const icon = new Gtk.Image({pixel_size: 32, accessible_role: Gtk.AccessibleRole.PRESENTATION});
        setAppIcon(icon, app.icon ?? '');
        row.add_prefix(icon);
        row.add_suffix(new Gtk.Image({icon_name: 'go-next-symbolic'}));
        row.connect('activated', () => chosen(app));
        this.#words.set(row, `${app.title} ${app.id}`.toLowerCase());
        this.#list.append(row);
    }

    #matches(row: Gtk.ListBoxRow): boolean {
        const wanted = this.search.text.trim().toLowerCase();
        return (this.#words.get(row) ?? '').includes(wanted);
    }
}
