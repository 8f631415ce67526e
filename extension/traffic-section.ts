/** Traffic now: both directions, the last minute, and who makes most of it. */
import Clutter from 'gi://Clutter';
import type Gio from 'gi://Gio';
import St from 'gi://St';
import * as PopupMenu from 'resource:///org/gnome/shell/ui/popupMenu.js';
import type {Firewall} from './firewall.js';
import {formatRate, formatRates} from './format.js';
import {Graph} from './graph.js';
import {_, fill} from './i18n.js';

const TOP_APPS = 3;
/** Looks names up for everybody; its traffic is nobody's in particular. */
const GATE = 'galaf-gate';

const center = {yAlign: Clutter.ActorAlign.CENTER};
const plainItem = (styleClass: string) =>
    new PopupMenu.PopupBaseMenuItem({reactive: false, can_focus: false, style_class: styleClass});

/** Only what changed: each text that is set lays the menu out anew. */
function setText(label: St.Label, text: string): void {
    if (label.text !== text) label.text = text;
}

/** A title on one side and rates on the other. */
class RateRow {
    readonly item = plainItem('galaf-rate-row');
    readonly #title = new St.Label({xExpand: true, ...center});
    readonly #in = new St.Label({styleClass: 'galaf-rate', ...center});
    readonly #out = new St.Label({styleClass: 'galaf-rate', ...center});

    constructor(styleClass = '') {
        if (styleClass) this.item.add_style_class_name(styleClass);
        this.item.add_child(this.#title);
        this.item.add_child(this.#in);
        this.item.add_child(this.#out);
    }

    show(title: string, rates: {in: string; out: string}): void {
        setText(this.#title, title);
        setText(this.#in, rates.in);
        setText(this.#out, rates.out);
    }
}

export class TrafficSection {
    readonly section = new PopupMenu.PopupMenuSection();
    readonly #total: RateRow;
    readonly #top: RateRow[] = [];
    readonly #scale = new St.Label({
        styleClass: 'galaf-graph-scale',
        xAlign: Clutter.ActorAlign.START,
        yAlign: Clutter.ActorAlign.START,
        xExpand: true,
        yExpand: true,
    });
    readonly #graph: Graph;
    readonly #firewall: Firewall;
    readonly #settings: Gio.Settings;

    constructor(firewall: Firewall, settings: Gio.Settings) {
        this.#firewall = firewall;
        this.#settings = settings;
        this.#total = new RateRow('galaf-heading');
        this.section.addMenuItem(this.#total.item);
        this.#graph = new Graph(firewall);
        const stack = new St.Widget({layoutManager: new Clutter.BinLayout(), xExpand: true});
        stack.add_child(this.#graph);
        stack.add_child(this.#scale);
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
        const {traffic, history, titles} = this.#firewall;
        const inBits = this.#settings.get_boolean('bits');
        this.section.actor.visible = this.#firewall.measuring;
        if (!this.#firewall.measuring) return;
        const total = formatRates(traffic, inBits);
        this.#total.show(_('Traffic'), total);
        setText(this.#scale, formatRate(history.scale(this.#firewall.now()), inBits, {whole: true}));
        const apps = traffic.groups.filter(({group}) => group !== GATE);
        this.#top.forEach((row, index) => {
            const busy = apps[index];
            row.item.visible = busy !== undefined;
            if (busy) row.show(titles.get(busy.group) ?? busy.group, formatRates(busy, inBits));
        });
        this.#graph.accessibleName = fill(_('Traffic of the last minute: {in}, {out}'), total);
    }
}
