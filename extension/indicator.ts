/** The button in the top bar. */
import Clutter from 'gi://Clutter';
import type Gio from 'gi://Gio';
import GObject from 'gi://GObject';
import St from 'gi://St';
import * as PanelMenu from 'resource:///org/gnome/shell/ui/panelMenu.js';
import type * as PopupMenu from 'resource:///org/gnome/shell/ui/popupMenu.js';
import type {Actions} from './actions.js';
import type {Destroyer} from './destroyer.js';
import type {Firewall} from './firewall.js';
import {formatRates} from './format.js';
import {_, fill, ngettext} from './i18n.js';
import {Menu} from './menu.js';
import {onChange} from './on-change.js';
import {stateIcon, stateTexts} from './state.js';

export class Indicator extends PanelMenu.Button {
    static {
        GObject.registerClass({GTypeName: 'GalafIndicator'}, this);
    }

    readonly #firewall: Firewall;
    readonly #settings: Gio.Settings;
    readonly #icons: string;
    readonly #icon = new St.Icon({styleClass: 'system-status-icon'});
    readonly #badge = new St.Widget({
        styleClass: 'galaf-badge',
        xAlign: Clutter.ActorAlign.END,
        yAlign: Clutter.ActorAlign.START,
        xExpand: true,
        yExpand: true,
        visible: false,
    });
    readonly #rates = new St.BoxLayout({styleClass: 'galaf-panel-rates', yAlign: Clutter.ActorAlign.CENTER});
    readonly #setRatesVisible = onChange<boolean>(visible => (this.#rates.visible = visible));
    readonly #setIn = this.#addRate();
    readonly #setOut = this.#addRate();
    #wanted = {rates: false, bits: false};

    constructor(
        firewall: Firewall,
        actions: Actions,
        settings: Gio.Settings,
        icons: string,
        destroyer: Destroyer,
    ) {
        super(0.5, _('Firewall'));
        this.#firewall = firewall;
        this.#settings = settings;
        this.#icons = icons;
        this.add_style_class_name('galaf-indicator');
        const box = new St.BoxLayout({styleClass: 'galaf-panel-box'});
        const stack = new St.Widget({
            layoutManager: new Clutter.BinLayout(),
            yAlign: Clutter.ActorAlign.CENTER,
        });
        stack.add_child(this.#icon);
        stack.add_child(this.#badge);
        box.add_child(stack);
        box.add_child(this.#rates);
        this.add_child(box);
        new Menu(this.menu as PopupMenu.PopupMenu, firewall, actions, settings, icons, destroyer);
        destroyer.add(firewall.on('status', () => this.#updateState()));
        destroyer.add(firewall.on('log', () => this.#updateState()));
        destroyer.add(firewall.on('traffic', () => this.#showRates()));
        this.#updateState();
        this.updateRates();
    }

    /** After a change of the settings: they are not read again each time that something moves. */
    updateRates(): void {
        this.#wanted = {
            rates: this.#settings.get_boolean('show-rates'),
            bits: this.#settings.get_boolean('bits'),
        };
        this.#showRates();
    }

    #showRates(): void {
        const visible = this.#wanted.rates && this.#firewall.measuring;
        this.#setRatesVisible(visible);
        if (!visible) return;
        const rates = formatRates(this.#firewall.traffic, this.#wanted.bits);
        this.#setIn(rates.in);
        this.#setOut(rates.out);
    }

    /** @returns what sets its text */
    #addRate(): (text: string) => void {
        const label = new St.Label({styleClass: 'galaf-panel-rate', yAlign: Clutter.ActorAlign.CENTER});
        this.#rates.add_child(label);
        return onChange(text => (label.text = text));
    }

    #updateState(): void {
        const {unseen, status} = this.#firewall;
        this.#icon.gicon = stateIcon(this.#firewall, this.#icons);
        this.#icon.opacity = status ? 255 : 128;
        this.#badge.visible = unseen > 0;
        const news = unseen
            ? fill(ngettext(', {count} new blocked attempt', ', {count} new blocked attempts', unseen), {
                  count: unseen,
              })
            : '';
        // Translators: what a screen reader says about the button in the top bar, as in "Firewall: Protected"
        const name = fill(_('Firewall: {state}'), {state: stateTexts(this.#firewall).title});
        this.accessibleName = name + news;
    }
}
