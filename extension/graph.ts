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
type Color = readonly [red: number, green: number, blue: number, alpha: number];
type Colors = Readonly<Record<'grid' | 'in' | 'area' | 'out', Color>>;

/** Places on the drawing: across, and the heights of both lines there. */
type Lines = Readonly<Record<'across' | 'in' | 'out', readonly number[]>>;

/** Drawn so often while it is seen, whether something is sent or not: drawing is what costs the shell most here. */
const FRAME_MS = 1000;
const GRID_LINES = 3;

export class Graph extends St.DrawingArea {
    static {
        GObject.registerClass({GTypeName: 'GalafGraph'}, this);
    }

    #firewall: Firewall;
    #timeoutId = 0;
    #colors: Colors | null = null;

    constructor(firewall: Firewall) {
        super({styleClass: 'galaf-graph', xExpand: true});
        this.#firewall = firewall;
        this.connect('notify::mapped', () => this.#followMapped());
        this.connect('destroy', () => this.#stop());
        this.connect('style-changed', () => (this.#colors = null));
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
        const colors = (this.#colors ??= this.#readColors());
        drawGrid(context, colors.grid, width, height);
        const {history} = this.#firewall;
        const now = seconds();
        if (history.samples.length > 1) {
            const {scaleFactor} = St.ThemeContext.get_for_stage(global.stage);
            const lines = linesOf(history.samples, now, history.scale(now), width, height);
            context.setLineWidth(1.5 * scaleFactor);
            drawArea(context, lines.across, lines.in, height, colors);
            drawLine(context, lines.across, lines.out, colors.out);
        }
        context.$dispose();
    }

    #readColors(): Colors {
        const node = this.get_theme_node();
        const color = (property: string, strength = 1): Color => {
            const {red, green, blue, alpha} = node.get_color(property);
            return [red / 255, green / 255, blue / 255, (alpha / 255) * strength];
        };
        return {
            grid: color('-galaf-grid-color'),
            in: color('-galaf-in-color'),
            area: color('-galaf-in-color', 0.3),
            out: color('-galaf-out-color'),
        };
    }
}

/** Where the samples are on the drawing; the last one reaches to its end, which is now. */
function linesOf(
    samples: readonly Sample[],
    now: number,
    scale: number,
    width: number,
    height: number,
): Lines {
    // Half a pixel of room, or the line at the top is cut in half.
    const place = (value: number) => 1 + (height - 2) * (1 - value / scale);
    const last = samples.at(-1)!;
    return {
        across: [...samples.map(({time}) => width * (1 - (now - time) / SPAN_SECONDS)), width],
        in: [...samples, last].map(sample => place(sample.in)),
        out: [...samples, last].map(sample => place(sample.out)),
    };
}

function trace(context: Context, across: readonly number[], heights: readonly number[]): void {
    for (let index = 0; index < across.length; index++) context.lineTo(across[index]!, heights[index]!);
}

function drawGrid(context: Context, color: Color, width: number, height: number): void {
    context.setSourceRGBA(...color);
    context.setLineWidth(1);
    for (let line = 0; line <= GRID_LINES; line++) {
        const y = Math.round((height - 1) * (line / GRID_LINES)) + 0.5;
        context.moveTo(0, y);
        context.lineTo(width, y);
    }
    context.stroke();
}

/** The line, and what is below it; its way is told once. */
function drawArea(
    context: Context,
    across: readonly number[],
    heights: readonly number[],
    bottom: number,
    colors: Colors,
): void {
    trace(context, across, heights);
    const line = context.copyPath();
    context.lineTo(across.at(-1)!, bottom);
    context.lineTo(across[0]!, bottom);
    context.closePath();
    context.setSourceRGBA(...colors.area);
    context.fill();
    context.appendPath(line);
    context.setSourceRGBA(...colors.in);
    context.stroke();
}

function drawLine(
    context: Context,
    across: readonly number[],
    heights: readonly number[],
    color: Color,
): void {
    trace(context, across, heights);
    context.setSourceRGBA(...color);
    context.stroke();
}
