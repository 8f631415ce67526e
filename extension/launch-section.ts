/** The launch list: a search entry and the app groups that this user may start. */
import Clutter from 'gi://Clutter';
import type Gio from 'gi://Gio';
import GObject from 'gi://GObject';
import St from 'gi://St';
import * as PopupMenu from 'resource:///org/gnome/shell/ui/popupMenu.js';
import type {Actions} from './actions.js';
import type {AppGroup} from './answers.js';
import type {Firewall} from './firewall.js';
import {_, fill, ngettext} from './i18n.js';
import {launchOrder} from './launch-order.js';
import {iconOf} from './launcher.js';

/** More would push the rest of the menu off a small screen; typing finds everything. */
const MOST_ROWS = 5;

class LaunchRow extends PopupMenu.PopupBaseMenuItem {
    static {
        GObject.registerClass({GTypeName: 'GalafLaunchRow'}, this);
    }

    group: AppGroup | null = null;
    #icon = new St.Icon({styleClass: 'galaf-app-icon', fallbackIconName: 'application-x-executable'});
    #label = new St.Label({yAlign: Clutter.ActorAlign.CENTER, xExpand: true});
    #dot = new St.Widget({styleClass: 'galaf-running-dot', yAlign: Clutter.ActorAlign.CENTER});

    constructor() {
        super({style_class: 'galaf-app-row'});
        this.add_child(this.#icon);
        this.add_child(this.#label);
        this.add_child(this.#dot);
    }

    show_group(group: AppGroup | null): void {
        this.group = group;
        this.visible = group !== null;
        if (!group) return;
        this.#icon.gicon = iconOf(group);
        this.#label.text = group.title;
        this.#dot.opacity = group.running ? 255 : 0;
        this.accessibleName = group.running ? fill(_('{app}, running'), {app: group.title}) : group.title;
    }
}

export class LaunchSection {
    readonly search: St.Entry;
    readonly searchItem = new PopupMenu.PopupBaseMenuItem({
        activate: false,
        hover: false,
        can_focus: false,
        style_class: 'galaf-search-item',
    });
    readonly section = new PopupMenu.PopupMenuSection();
    readonly #rows: LaunchRow[] = [];
    readonly #note = new PopupMenu.PopupMenuItem('', {
        reactive: false,
        can_focus: false,
        style_class: 'galaf-note',
    });
    readonly #firewall: Firewall;
    readonly #settings: Gio.Settings;

    constructor(firewall: Firewall, actions: Actions, settings: Gio.Settings) {
        this.#firewall = firewall;
        this.#settings = settings;
        this.search = new St.Entry({
            styleClass: 'galaf-search',
            // Translators: in the entry above the list of apps
            hintText: _('Search Apps'),
            canFocus: true,
            xExpand: true,
            primaryIcon: new St.Icon({iconName: 'edit-find-symbolic', styleClass: 'popup-menu-icon'}),
        });
        this.search.accessibleName = _('Search Apps');
        // It is the text inside that has the focus.
        this.search.clutterText.accessibleName = _('Search Apps');
        this.searchItem.add_child(this.search);
        for (let index = 0; index < MOST_ROWS; index++) {
            const row = new LaunchRow();
            row.connect('activate', () => row.group && actions.launch(row.group));
            this.section.addMenuItem(row);
            this.#rows.push(row);
        }
        this.section.addMenuItem(this.#note);
        this.search.clutterText.connect('text-changed', () => this.update());
        this.search.clutterText.connect('activate', () => this.#activateFirst());
    }

    /** A key pressed on a row belongs to the search when it is a letter. */
    takeKey(event: Clutter.Event): boolean {
        const letter = event.get_key_unicode() as unknown as string | number;
        const code = typeof letter === 'string' ? (letter.codePointAt(0) ?? 0) : letter;
        if (code <= 32 || code === 127 || this.search.clutterText.has_key_focus()) return false;
        if (event.get_state() & (Clutter.ModifierType.CONTROL_MASK | Clutter.ModifierType.MOD1_MASK))
            return false;
        this.search.grab_key_focus();
        this.search.clutterText.insert_text(String.fromCodePoint(code), -1);
        return true;
    }

    reset(): void {
        this.search.text = '';
        this.update();
    }

    update(): void {
        const {groups} = this.#firewall;
        const found = launchOrder(groups, this.search.text, this.#settings.get_strv('recent'));
        this.#rows.forEach((row, index) => row.show_group(found[index] ?? null));
        const more = found.length - this.#rows.length;
        this.#note.label.text = this.#noteText(groups.length, found.length, more);
        this.#note.visible = this.#note.label.text !== '';
        this.searchItem.visible = groups.length > 0;
        this.section.actor.visible = this.#firewall.status !== null;
    }

    #noteText(all: number, found: number, more: number): string {
        if (!all) return _('You may not start any app');
        if (!found) return _('No Results');
        if (more <= 0) return '';
        return fill(ngettext('{count} more: type to find it', '{count} more: type to find them', more), {
            count: more,
        });
    }

    #activateFirst(): void {
        const [first] = this.#rows;
        // The row's own signal closes the menu as a click would.
        if (first?.group && this.search.text) first.activate(Clutter.get_current_event());
    }
}
