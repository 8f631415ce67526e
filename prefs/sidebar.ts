/** The list of sections, with the state of the firewall above it. */
import Adw from 'gi://Adw?version=1';
import Gio from 'gi://Gio';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import Pango from 'gi://Pango';
import {_} from './i18n.js';
import {stateIcon, stateText} from './model/state.js';
import type {Session} from './model/session.js';
import {sections, type Section} from './sections.js';
import {name} from './widgets/build.js';

export class Sidebar extends Adw.NavigationPage {
    static {
        GObject.registerClass({GTypeName: 'GalafSidebar'}, this);
    }

    #session: Session;
    #open = '';
    #list = new Gtk.ListBox({css_classes: ['navigation-sidebar']});
    #state = new Gtk.Label({xalign: 0, wrap: true, hexpand: true});
    #stateIcon = new Gtk.Image();
    #findings = new Gtk.Label({
        css_classes: ['galaf-count', 'numeric'],
        valign: Gtk.Align.CENTER,
        visible: false,
    });

    constructor(session: Session, opened: (tag: string) => void) {
        super({title: 'Galaf'});
        this.#session = session;
        const header = new Adw.HeaderBar();
        header.pack_end(mainMenu());
        const view = new Adw.ToolbarView();
        view.add_top_bar(header);
        const box = new Gtk.Box({orientation: Gtk.Orientation.VERTICAL});
        const state = new Gtk.Box({spacing: 12, css_classes: ['galaf-state']});
        state.append(this.#stateIcon);
        state.append(this.#state);
        box.append(state);
        box.append(this.#list);
        view.content = new Gtk.ScrolledWindow({child: box, hscrollbar_policy: Gtk.PolicyType.NEVER});
        this.child = view;
        this.#fill();
        // Also when the row is selected already: on a narrow window the page behind it has to come up.
        this.#list.connect('row-activated', (_list, row) => opened(row.name));
        // Keys move the focus to other rows; the one that is marked is the page that is open.
        this.#list.connect('row-selected', (_list, row) => {
            if (row?.name !== this.#open) this.select(this.#open);
        });
    }

    #fill(): void {
        name(this.#list, _('Sections'));
        const separated = new Set<string>();
        for (const section of sections()) {
            this.#list.append(this.#row(section));
            if (section.first) separated.add(section.tag);
        }
        this.#list.set_header_func(row => {
            row.set_header(separated.has(row.name) ? new Gtk.Separator() : null);
        });
    }

    #row({tag, title, icon}: Section): Gtk.ListBoxRow {
        const box = new Gtk.Box({spacing: 12});
        box.append(new Gtk.Image({icon_name: icon}));
        box.append(
            new Gtk.Label({label: title, xalign: 0, hexpand: true, ellipsize: Pango.EllipsizeMode.END}),
        );
        if (tag === 'doctor') box.append(this.#findings);
        const row = new Gtk.ListBoxRow({child: box, name: tag});
        name(row, title);
        return row;
    }

    select(tag: string): void {
        this.#open = tag;
        for (let i = 0; ; i++) {
            const row = this.#list.get_row_at_index(i);
            if (!row) return;
            if (row.name === tag) this.#list.select_row(row);
        }
    }

    refresh(): void {
        this.#state.label = stateText(this.#session);
        this.#stateIcon.icon_name = stateIcon(this.#session);
        const {status} = this.#session;
        const doctor = status?.ok ? status.value.doctor : undefined;
        const count = doctor ? doctor.high + doctor.medium : 0;
        this.#findings.label = String(count);
        this.#findings.visible = count > 0;
    }
}

function mainMenu(): Gtk.MenuButton {
    const menu = new Gio.Menu();
    const edits = new Gio.Menu();
    edits.append(_('Undo'), 'policy.undo');
    edits.append(_('Redo'), 'policy.redo');
    edits.append(_('Discard All Changes…'), 'policy.discard');
    menu.append_section(null, edits);
    const service = new Gio.Menu();
    service.append(_('Start the Firewall'), 'policy.start');
    service.append(_('Stop the Firewall…'), 'policy.stop');
    menu.append_section(null, service);
    const help = new Gio.Menu();
    help.append(_('Keyboard Shortcuts'), 'policy.shortcuts');
    help.append(_('About Galaf'), 'app.about');
    menu.append_section(null, help);
    const button = new Gtk.MenuButton({
        icon_name: 'open-menu-symbolic',
        menu_model: menu,
        primary: true,
        tooltip_text: _('Main Menu'),
    });
    name(button, _('Main Menu'));
    return button;
}
