/** Blocked attempts of the last hour, by app; each app opens to its destinations, each destination to the preferences. */
import Clutter from 'gi://Clutter';
import Pango from 'gi://Pango';
import St from 'gi://St';
import * as PopupMenu from 'resource:///org/gnome/shell/ui/popupMenu.js';
import type {Actions} from './actions.js';
import type {Attempt} from './answers.js';
import type {BlockedApp} from './blocked-log.js';
import type {Firewall} from './firewall.js';
import {destinationOf, foreign} from './format.js';
import {_, fill, ngettext} from './i18n.js';
import {release} from './popup.js';

const MOST_APPS = 4;
const MOST_DESTINATIONS = 8;

function countLabel(count: number): St.Label {
    return new St.Label({
        text: String(count),
        styleClass: 'galaf-count',
        yAlign: Clutter.ActorAlign.CENTER,
    });
}

export class BlockedSection {
    readonly section = new PopupMenu.PopupMenuSection();
    readonly #items = new PopupMenu.PopupMenuSection();
    readonly #firewall: Firewall;
    readonly #actions: Actions;

    constructor(firewall: Firewall, actions: Actions) {
        this.#firewall = firewall;
        this.#actions = actions;
        const heading = new PopupMenu.PopupMenuItem(_('Blocked in the Last Hour'), {
            reactive: false,
            can_focus: false,
            style_class: 'galaf-heading',
        });
        this.section.addMenuItem(heading);
        this.section.addMenuItem(this.#items);
    }

    /** Built anew: only while the menu is closed, or nothing in it is open. */
    update(): void {
        this.section.actor.visible = this.#firewall.measuring;
        release(this.#items);
        this.#items.removeAll();
        if (!this.#firewall.measuring) return;
        const apps = this.#firewall.log.apps(Date.now());
        for (const app of apps.slice(0, MOST_APPS)) this.#items.addMenuItem(this.#appItem(app));
        const more = apps.length - MOST_APPS;
        if (!apps.length) this.#addNote(_('Nothing was blocked'));
        else if (more > 0)
            this.#addMore(fill(ngettext('{count} more app…', '{count} more apps…', more), {count: more}));
    }

    get hasOpenItem(): boolean {
        return this.#items
            ._getMenuItems()
            .some(item => item instanceof PopupMenu.PopupSubMenuMenuItem && item.menu.isOpen);
    }

    #titleOf(subject: string): string {
        return this.#firewall.titles.get(subject) ?? foreign(subject.replace(/^user:/, ''));
    }

    #appItem(app: BlockedApp): PopupMenu.PopupSubMenuMenuItem {
        const title = this.#titleOf(app.subject);
        const item = new PopupMenu.PopupSubMenuMenuItem(title);
        // The whole menu scrolls; a view inside it that scrolls as well would only be in the way.
        (item.menu as unknown as {_needsScrollbar(): boolean})._needsScrollbar = () => false;
        item.insert_child_at_index(countLabel(app.count), item.get_n_children() - 1);
        item.accessibleName = fill(
            ngettext('{app}: {count} blocked attempt', '{app}: {count} blocked attempts', app.count),
            {app: title, count: app.count},
        );
        for (const attempt of app.attempts.slice(0, MOST_DESTINATIONS))
            item.menu.addMenuItem(this.#destinationItem(attempt));
        return item;
    }

    #destinationItem(attempt: Attempt): PopupMenu.PopupMenuItem {
        const item = new PopupMenu.PopupMenuItem(destinationOf(attempt), {style_class: 'galaf-destination'});
        item.label.xExpand = true;
        item.label.clutterText.ellipsize = Pango.EllipsizeMode.END;
        if (attempt.count > 1) item.add_child(countLabel(attempt.count));
        item.connect('activate', () => this.#actions.allowAlways(attempt));
        return item;
    }

    #addNote(text: string): void {
        const note = new PopupMenu.PopupMenuItem(text, {
            reactive: false,
            can_focus: false,
            style_class: 'galaf-note',
        });
        this.#items.addMenuItem(note);
    }

    #addMore(text: string): void {
        this.#items.addAction(text, () => this.#actions.preferences('--page', 'blocked'));
    }
}
