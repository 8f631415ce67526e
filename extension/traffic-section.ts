/** Traffic now: both directions, the last minute, and who makes most of it. */
import Clutter from 'gi://Clutter';
import type Gio from 'gi://Gio';
import St from 'gi://St';
import * as PopupMenu from 'resource:///org/gnome/shell/ui/popupMenu.js';
import type {Firewall} from './firewall.js';
import {formatRate, formatRates} from './format.js';
import {Graph} from './graph.js';
import {_} from './i18n.js';
import {onChange} from './on-change.js';

const TOP_APPS = 3;
/** Looks names up for everybody; its traffic is nobody's in particular. */
const GATE = 'galaf-gate';

const plainItem = (styleClass: string) =>
    new PopupMenu.PopupBaseMenuItem({reactive: false, can_focus: false, style_class: styleClass});

/** A title on one side and rates on the other. */
class RateRow {
    readonly item = plainItem('galaf-rate-row');
    readonly #title = this.#addText({xExpand: true});
    readonly #in = this.#addText({styleClass: 'galaf-rate'});
    readonly #out = this.#addText({styleClass: 'galaf-rate'});
    readonly setVisible = onChange<boolean>(visible => (this.item.visible = visible));

    constructor(styleClass = '') {
        if (styleClass) this.item.add_style_class_name(styleClass);
    }

    show(title: string, rates: {in: string; out: string}): void {
        this.#title(title);
        this.#in(rates.in);
        this.#out(rates.out);
    }

    /** @returns what sets its text */
    #addText(properties: Partial<St.Label.ConstructorProps>): (text: string) => void {
        const label = new St.Label({...properties, yAlign: Clutter.ActorAlign.CENTER});
        this.item.add_child(label);
        return onChange(text => (label.text = text));
    }
}

export class TrafficSection {
    readonly section = new PopupMenu.PopupMenuSection();
    readonly #total: RateRow;
    readonly #top: RateRow[] = [];
    readonly #setVisible = onChange<boolean>(visible => (this.section.actor.visible = visible));
    readonly #setScale: (text: string) => void;
    readonly #firewall: Firewall;
    readonly #settings: Gio.Settings;

    constructor(firewall: Firewall, settings: Gio.Settings) {
        this.#firewall = firewall;
        this.#settings = settings;
        this.#total = new RateRow('galaf-heading');
        this.section.addMenuItem(this.#total.item);
        const graph = new Graph(firewall);
        const scale = new St.Label({
            styleClass: 'galaf-graph-scale',
            xAlign: Clutter.ActorAlign.START,
            yAlign: Clutter.ActorAlign.START,
            xExpand: true,
            yExpand: true,
        });
        // The rates stand above it, to be read as well.
        graph.accessibleName = _('Traffic of the last minute');
        this.#setScale = onChange(text => (scale.text = text));
        const stack = new St.Widget({layoutManager: new Clutter.BinLayout(), xExpand: true});
        stack.add_child(graph);
        stack.add_child(scale);
        const item = plainItem('galaf-graph-item');
        item.add_child(stack);
        this.section.addMenuItem(item);
        for (let index = 0; index < TOP_APPS; index++) {
            const row = new RateRow();
            this.#top.push(row);
            this.section.addMenuItem(row.item);
        }
    }

    update(): void {
        const {traffic, history, titles, measuring} = this.#firewall;
        this.#setVisible(measuring);
        if (!measuring) return;
        const inBits = this.#settings.get_boolean('bits');
        this.#total.show(_('Traffic'), formatRates(traffic, inBits));
        this.#setScale(formatRate(history.scale(this.#firewall.now()), inBits, {whole: true}));
        const apps = traffic.groups.filter(({group}) => group !== GATE);
        this.#top.forEach((row, index) => {
            const busy = apps[index];
            row.setVisible(busy !== undefined);
            if (busy) row.show(titles.get(busy.group) ?? busy.group, formatRates(busy, inBits));
        });
    }
}
