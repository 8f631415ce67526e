/** Galaf in GNOME Shell: this file alone wires the firewall to what shows it. */
import type Gio from 'gi://Gio';
import {Extension} from 'resource:///org/gnome/shell/extensions/extension.js';
import type {PopupMenu} from 'resource:///org/gnome/shell/ui/popupMenu.js';
import * as Main from 'resource:///org/gnome/shell/ui/main.js';
import type {Button} from 'resource:///org/gnome/shell/ui/panelMenu.js';
import {Actions} from './actions.js';
import {Destroyer} from './destroyer.js';
import {Firewall} from './firewall.js';
import {Indicator} from './indicator.js';
import {Notices} from './notices.js';
import {Notifier} from './notifier.js';
import {release} from './popup.js';
import {QuickToggle} from './quick-toggle.js';
import {ownIcon} from './state.js';

/** Where the button stands; see the schema's `position`. */
const POSITIONS = {left: ['left', 1], center: ['center', 0], right: ['right', 0]} as const;

export default class GalafExtension extends Extension {
    #destroyer: Destroyer | null = null;

    override enable(): void {
        const destroyer = new Destroyer();
        this.#destroyer = destroyer;
        try {
            this.#build(destroyer);
        } catch (error) {
            this.disable();
            throw error;
        }
    }

    override disable(): void {
        this.#destroyer?.destroy();
        this.#destroyer = null;
    }

    #build(destroyer: Destroyer): void {
        const settings = this.getSettings();
        const icons = `${this.path}/icons`;
        const firewall = destroyer.own(new Firewall());
        const notifier = destroyer.own(new Notifier(ownIcon(icons, 'galaf-symbolic')));
        const actions = new Actions(firewall, notifier, settings);
        destroyer.own(new Notices(firewall, notifier, actions, settings));
        this.#addIndicator(destroyer, firewall, actions, settings, icons);
        const toggle = destroyer.own(new QuickToggle(firewall, actions, icons, destroyer));
        Main.panel.statusArea.quickSettings.addExternalIndicator(toggle as unknown as Button);
        firewall.start();
    }

    /** The button, and again when it is to stand elsewhere. */
    #addIndicator(
        destroyer: Destroyer,
        firewall: Firewall,
        actions: Actions,
        settings: Gio.Settings,
        icons: string,
    ): void {
        let current = new Destroyer();
        let indicator: Indicator | null = null;
        destroyer.add(() => current.destroy());
        const place = () => {
            current.destroy();
            current = new Destroyer();
            const position = settings.get_string('position') as keyof typeof POSITIONS;
            const [box, index] = POSITIONS[position];
            const made = current.own(new Indicator(firewall, actions, settings, icons, current));
            indicator = made;
            Main.panel.addToStatusArea(this.uuid, made, index, box);
            current.add(() => {
                release(made.menu as PopupMenu);
                (made.menu as PopupMenu).disconnectObject(Main.panel);
            });
            (made.menu as PopupMenu).connect('open-state-changed', () => {
                want();
                return undefined;
            });
        };
        const want = () => {
            const seen =
                settings.get_boolean('show-rates') ||
                (indicator?.menu as {isOpen?: boolean})?.isOpen === true;
            firewall.want(seen, settings.get_uint('period') * 1000);
            indicator?.updateRates();
        };
        const id = settings.connect('changed', (_settings, key) => {
            if (key === 'position') place();
            else if (['show-rates', 'bits', 'period'].includes(key)) want();
        });
        destroyer.add(() => settings.disconnect(id));
        place();
        want();
    }
}
