/** Download as an area, upload as a line, over the last minute. Drawn from the stylesheet's colours. */
import type cairo from 'cairo';
import Clutter from 'gi://Clutter';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import St from 'gi://St';
import {type Firewall, seconds} from './firewall.js';
import type {Sample} from './history.js';
import {SPAN_SECONDS} from './history.js';

type Context = cairo.Context;

/** Drawn so often while it is seen, whether something is sent or not: drawing is what costs the shell most here. */
const FRAME_MS = 1000;
const GRID_LINES = 3;

export class Graph extends St.DrawingArea {
    static {
        GObject.registerClass({GTypeName: 'GalafGraph'}, this);
    }

    #firewall: Firewall;
    #timeoutId = 0;

    constructor(firewall: Firewall) {
        super({styleClass: 'galaf-graph', xExpand: true});
        this.#firewall = firewall;
        this.connect('notify::mapped', () => this.#followMapped());
        this.connect('destroy', () => this.#stop());
    }

    #followMapped(): void {
        this.#stop();
        if (!this.mapped) return;
        this.#timeoutId = GLib.timeout_add(GLib.PRIORITY_DEFAULT, FRAME_MS, () => {
            this.queue_repaint();
            return GLib.SOURCE_CONTINUE;
        });
    }

    #stop(): void {
        if (this.#timeoutId) GLib.source_remove(this.#timeoutId);
        this.#timeoutId = 0;
    }

    override vfunc_repaint(): void {
        const context = this.get_context();
        const [width, height] = this.get_surface_size();
        if (this.get_text_direction() === Clutter.TextDirection.RTL) {
            context.translate(width, 0);
            context.scale(-1, 1);
        }
        this.#drawGrid(context, width, height);
        const now = seconds();
        const {samples} = this.#firewall.history;
        const scale = this.#firewall.history.scale(now);
        // Half a pixel of room, or the line at the top is cut in half.
        const place = (value: number) => 1 + (height - 2) * (1 - value / scale);
        const across = (time: number) => width * (1 - (now - time) / SPAN_SECONDS);
        const trace = (pick: (sample: Sample) => number) => {
            for (const sample of samples) context.lineTo(across(sample.time), place(pick(sample)));
            const last = samples.at(-1);
            if (last) context.lineTo(width, place(pick(last)));
        };
        if (samples.length > 1) {
            this.#fill(context, height, across(samples[0]!.time), width, () => trace(s => s.in));
            this.#stroke(context, '-galaf-in-color', () => trace(s => s.in));
            this.#stroke(context, '-galaf-out-color', () => trace(s => s.out));
        }
        context.$dispose();
    }

    #color(property: string, alpha = 1): [number, number, number, number] {
        const color = this.get_theme_node().get_color(property);
        return [color.red / 255, color.green / 255, color.blue / 255, (color.alpha / 255) * alpha];
    }

    #drawGrid(context: Context, width: number, height: number): void {
        context.setSourceRGBA(...this.#color('-galaf-grid-color'));
        context.setLineWidth(1);
        for (let line = 0; line <= GRID_LINES; line++) {
            const y = Math.round((height - 1) * (line / GRID_LINES)) + 0.5;
            context.moveTo(0, y);
            context.lineTo(width, y);
        }
        context.stroke();
    }

    #fill(context: Context, bottom: number, from: number, to: number, trace: () => void): void {
        context.setSourceRGBA(...this.#color('-galaf-in-color', 0.3));
        context.moveTo(from, bottom);
        trace();
        context.lineTo(to, bottom);
        context.closePath();
        context.fill();
    }

    #stroke(context: Context, property: string, trace: () => void): void {
        const {scaleFactor} = St.ThemeContext.get_for_stage(global.stage);
        context.setSourceRGBA(...this.#color(property));
        context.setLineWidth(1.5 * scaleFactor);
        trace();
        context.stroke();
    }
}
