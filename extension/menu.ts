/** The menu of the panel's button, from its sections. */
import Clutter from 'gi://Clutter';
import type Gio from 'gi://Gio';
import St from 'gi://St';
import {ensureActorVisibleInScrollView} from 'resource:///org/gnome/shell/misc/animationUtils.js';
import * as PopupMenu from 'resource:///org/gnome/shell/ui/popupMenu.js';
import type {Actions} from './actions.js';
import {BlockedSection} from './blocked-section.js';
import type {Destroyer} from './destroyer.js';
import type {Firewall} from './firewall.js';
import {_} from './i18n.js';
import {LaunchSection} from './launch-section.js';
import {addAction} from './popup.js';
import {stateIcon, stateTexts} from './state.js';
import {TrafficSection} from './traffic-section.js';

export const PAUSE_SECONDS = 10 * 60;

/** State in words, on top. */
class Header {
    readonly item = new PopupMenu.PopupBaseMenuItem({
        reactive: false,
        can_focus: false,
        style_class: 'galaf-header',
    });
    readonly #icon = new St.Icon({styleClass: 'galaf-header-icon'});
    readonly #title = new St.Label({styleClass: 'galaf-header-title'});
    readonly #detail = new St.Label({styleClass: 'galaf-header-detail'});

    constructor() {
        const texts = new St.BoxLayout({
            orientation: Clutter.Orientation.VERTICAL,
            xExpand: true,
            yAlign: Clutter.ActorAlign.CENTER,
        });
        this.#detail.clutterText.lineWrap = true;
        texts.add_child(this.#title);
        texts.add_child(this.#detail);
        this.item.add_child(this.#icon);
        this.item.add_child(texts);
    }

    update(firewall: Firewall, icons: string): void {
        const {title, detail} = stateTexts(firewall);
        this.#title.text = title;
        this.#detail.text = detail;
        this.#icon.gicon = stateIcon(firewall, icons);
        this.item.accessibleName = `${title}: ${detail}`;
    }
}

export class Menu {
    readonly #menu: PopupMenu.PopupMenu;
    readonly #firewall: Firewall;
    readonly #icons: string;
    readonly #header = new Header();
    readonly #launch: LaunchSection;
    readonly #traffic: TrafficSection;
    readonly #blocked: BlockedSection;
    readonly #parts: {line: PopupMenu.PopupSeparatorMenuItem; section: PopupMenu.PopupMenuSection}[] = [];
    readonly #pause: PopupMenu.PopupMenuItem;
    readonly #resume: PopupMenu.PopupMenuItem;

    constructor(
        menu: PopupMenu.PopupMenu,
        firewall: Firewall,
        actions: Actions,
        settings: Gio.Settings,
        icons: string,
        destroyer: Destroyer,
    ) {
        this.#menu = menu;
        this.#firewall = firewall;
        this.#icons = icons;
        menu.box.add_style_class_name('galaf-menu');
        this.#launch = new LaunchSection(firewall, actions, settings);
        this.#traffic = new TrafficSection(firewall, settings);
        this.#blocked = new BlockedSection(firewall, actions);
        menu.addMenuItem(this.#header.item);
        menu.addMenuItem(this.#launch.searchItem);
        this.#addScrolled([this.#launch.section, this.#traffic.section, this.#blocked.section], destroyer);
        menu.addMenuItem(new PopupMenu.PopupSeparatorMenuItem());
        this.#pause = addAction(menu, _('Pause for 10 Minutes'), () => actions.pause(PAUSE_SECONDS));
        this.#resume = addAction(menu, _('Resume'), () => actions.resume());
        menu.addAction(_('Firewall Preferences'), () => actions.preferences());
        this.#connect(destroyer);
    }

    #connect(destroyer: Destroyer): void {
        const whileOpen = (update: () => void) => () => {
            if (this.#menu.isOpen) update();
        };
        const firewall = this.#firewall;
        destroyer.add(firewall.on('status', () => this.#updateState()));
        destroyer.add(
            firewall.on(
                'groups',
                whileOpen(() => this.#launch.update()),
            ),
        );
        destroyer.add(
            firewall.on(
                'traffic',
                whileOpen(() => this.#traffic.update()),
            ),
        );
        destroyer.add(
            firewall.on(
                'log',
                whileOpen(() => this.#blocked.hasOpenItem || this.#blocked.update()),
            ),
        );
        this.#menu.connect('open-state-changed', (_menu, open) => {
            if (open) this.#onOpened();
            return undefined;
        });
        this.#menu.actor.connect('captured-event', (_actor: unknown, event: Clutter.Event) =>
            event.type() === Clutter.EventType.KEY_PRESS && this.#launch.takeKey(event)
                ? Clutter.EVENT_STOP
                : Clutter.EVENT_PROPAGATE,
        );
        this.#updateState();
    }

    /** The parts that may grow too tall for a small screen share one scroll view. */
    #addScrolled(sections: readonly PopupMenu.PopupMenuSection[], destroyer: Destroyer): void {
        const all = new PopupMenu.PopupMenuSection();
        const scroll = new St.ScrollView({
            styleClass: 'galaf-scroll',
            hscrollbarPolicy: St.PolicyType.NEVER,
            vscrollbarPolicy: St.PolicyType.AUTOMATIC,
            overlayScrollbars: true,
        });
        this.#menu.addMenuItem(all);
        this.#menu.box.remove_child(all.actor);
        scroll.child = all.actor;
        // So the menu finds the section when it is destroyed, though it is no child of its own.
        (scroll as unknown as {_delegate: unknown})._delegate = all;
        this.#menu.box.add_child(scroll);
        for (const section of sections) {
            const line = new PopupMenu.PopupSeparatorMenuItem();
            all.addMenuItem(line);
            all.addMenuItem(section);
            this.#parts.push({line, section});
            section.actor.connect('notify::visible', () => this.#updateLines());
        }
        // What unfolds at the bottom shall be seen.
        scroll.vadjustment.connect('notify::upper', adjustment => {
            if (this.#blocked.hasOpenItem) adjustment.value = adjustment.upper - adjustment.pageSize;
        });
        // The keyboard must not wander out of sight.
        const stage = global.stage;
        const id = stage.connect('notify::key-focus', () => {
            const focused = stage.get_key_focus();
            if (focused && scroll.contains(focused)) ensureActorVisibleInScrollView(scroll, focused);
        });
        destroyer.add(() => stage.disconnect(id));
    }

    /** A line between the parts that show something; the menu's own rule does not see parts that are hidden later. */
    #updateLines(): void {
        let above = false;
        for (const {line, section} of this.#parts) {
            line.visible = above && section.actor.visible;
            above ||= section.actor.visible;
        }
    }

    #updateState(): void {
        const state = this.#firewall.status?.state;
        this.#header.update(this.#firewall, this.#icons);
        this.#pause.visible = state === 'enforcing';
        this.#resume.visible = state === 'paused' || state === 'stopped';
        this.#resume.label.text = state === 'stopped' ? _('Start') : _('Resume');
    }

    #onOpened(): void {
        this.#updateState();
        this.#launch.reset();
        this.#traffic.update();
        this.#blocked.update();
        this.#updateLines();
        this.#firewall.markSeen();
        // Running dots are not signalled, and a helper that was absent may be back.
        void this.#firewall.refresh();
        this.#launch.search.grab_key_focus();
    }
}
