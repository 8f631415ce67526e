/** Rates over time as two filled lines. Pointer or arrow keys choose a moment, whose numbers are told. */
import Gdk from 'gi://Gdk?version=4.0';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import {_, fill} from '../i18n.js';
import type {Sample} from '../model/rate-history.js';
import {duration, rate} from '../model/units.js';
import {name} from './build.js';
import {drawPlot, hexOf, plotColors, type Color} from './plot-drawing.js';

export class Plot extends Gtk.Box {
    static {
        GObject.registerClass({GTypeName: 'GalafPlot'}, this);
    }

    #period: number;
    #samples: readonly Sample[] = [];
    /** Samples before the last one, so that a moment stays where it was chosen while new ones come. */
    #back: number | null = null;
    #area = new Gtk.DrawingArea({content_height: 180, hexpand: true, focusable: true, css_classes: ['card']});
    #legend = new Gtk.Label({
        xalign: 0,
        hexpand: true,
        css_classes: ['numeric', 'caption', 'dim-label'],
        wrap: true,
    });

    /** @param period seconds between two samples */
    constructor(period: number) {
        super({orientation: Gtk.Orientation.VERTICAL, spacing: 6});
        this.#period = period;
        this.append(this.#area);
        const [received, sent] = plotColors();
        const below = new Gtk.Box({spacing: 12, margin_start: 3, margin_end: 3});
        below.append(this.#legend);
        below.append(key(_('Received'), received));
        below.append(key(_('Sent'), sent));
        this.append(below);
        this.#area.accessible_role = Gtk.AccessibleRole.IMG;
        this.#area.set_draw_func((area, cr, width, height) =>
            drawPlot(area, cr, {width, height, samples: this.#samples, chosen: this.#chosen}),
        );
        const motion = new Gtk.EventControllerMotion();
        motion.connect('motion', (_motion, x) => this.#choose(this.#indexAt(x)));
        motion.connect('leave', () => this.#choose(null));
        this.#area.add_controller(motion);
        const keys = new Gtk.EventControllerKey();
        keys.connect('key-pressed', (_keys, key) => this.#onKey(key));
        this.#area.add_controller(keys);
        this.#area.connect('notify::has-focus', () => this.#area.queue_draw());
        this.#tell();
    }

    /** @param period seconds between two of them */
    setSamples(samples: readonly Sample[], period = this.#period): void {
        this.#samples = samples;
        this.#period = period;
        this.#tell();
        this.#area.queue_draw();
    }

    #indexAt(x: number): number | null {
        const count = this.#samples.length;
        if (!count) return null;
        return Math.max(0, Math.min(count - 1, Math.round((x / this.#area.get_width()) * (count - 1))));
    }

    /** Index of the moment that was chosen. */
    get #chosen(): number | null {
        return this.#back === null ? null : Math.max(0, this.#samples.length - 1 - this.#back);
    }

    #onKey(key: number): boolean {
        const last = this.#samples.length - 1;
        const from = this.#chosen ?? last;
        const to = {
            [Gdk.KEY_Left]: from - 1,
            [Gdk.KEY_Right]: from + 1,
            [Gdk.KEY_Home]: 0,
            [Gdk.KEY_End]: last,
        }[key];
        if (to === undefined || last < 0) return false;
        this.#choose(Math.max(0, Math.min(last, to)));
        return true;
    }

    #choose(index: number | null): void {
        this.#back = index === null ? null : this.#samples.length - 1 - index;
        this.#tell();
        this.#area.queue_draw();
    }

    #tell(): void {
        const last = this.#samples.length - 1;
        const sample = this.#samples[this.#chosen ?? last];
        const ago = this.#chosen === null ? 0 : (last - this.#chosen) * this.#period;
        const numbers = {
            received: rate(sample?.received ?? 0),
            sent: rate(sample?.sent ?? 0),
            time: duration(ago),
        };
        const text = ago
            ? fill(_('{time} ago: {received} received, {sent} sent'), numbers)
            : fill(_('Now: {received} received, {sent} sent'), numbers);
        this.#legend.label = text;
        name(this.#area, _('Traffic over time'), text);
    }
}

/** A coloured dot and what it stands for. */
function key(text: string, color: Color): Gtk.Label {
    const label = new Gtk.Label({css_classes: ['caption'], use_markup: true, valign: Gtk.Align.START});
    label.set_markup(`<span foreground="${hexOf(color)}">●</span> ${GLib.markup_escape_text(text, -1)}`);
    return label;
}
