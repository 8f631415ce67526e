/** Drawing of two rates over time. */
import Adw from 'gi://Adw?version=1';
import type Gtk from 'gi://Gtk?version=4.0';
import type cairo from 'cairo';
import PangoCairo from 'gi://PangoCairo?version=1.0';
import type {Sample} from '../model/rate-history.js';
import {rate} from '../model/units.js';

export interface PlotView {
    readonly width: number;
    readonly height: number;
    readonly samples: readonly Sample[];
    /** Index of the moment that is told. */
    readonly chosen: number | null;
}

const PAD = 12;
const TOP = 24;

/** The next round number above, so that the scale does not jump with every sample. */
function scaleFor(samples: readonly Sample[]): number {
    const peak = Math.max(1000, ...samples.flatMap(({received, sent}) => [received, sent]));
    const magnitude = 10 ** Math.floor(Math.log10(peak));
    return [1, 2, 5, 10].map(step => step * magnitude).find(step => step >= peak) ?? peak;
}

export type Color = readonly [number, number, number];

/** For markup, such as `#3584e4`. */
export const hexOf = (color: Color): string =>
    `#${color
        .map(part =>
            Math.round(part * 255)
                .toString(16)
                .padStart(2, '0'),
        )
        .join('')}`;

/** Of what is received and what is sent. */
export function plotColors(): readonly [Color, Color] {
    const {red, green, blue} = Adw.StyleManager.get_default().get_accent_color_rgba();
    return [
        [red, green, blue],
        [0.9, 0.38, 0],
    ];
}

function line(
    cr: cairo.Context,
    points: readonly (readonly [number, number])[],
    bottom: number,
    [r, g, b]: Color,
) {
    if (points.length < 2) return;
    const trace = () => points.forEach(([x, y], i) => (i ? cr.lineTo(x, y) : cr.moveTo(x, y)));
    trace();
    cr.lineTo(points.at(-1)![0], bottom);
    cr.lineTo(points[0]![0], bottom);
    cr.closePath();
    cr.setSourceRGBA(r, g, b, 0.18);
    cr.fill();
    trace();
    cr.setSourceRGBA(r, g, b, 1);
    cr.setLineWidth(2);
    cr.stroke();
}

function grid(area: Gtk.Widget, cr: cairo.Context, view: PlotView, top: number): void {
    const {red, green, blue} = area.get_color();
    cr.setLineWidth(1);
    cr.setSourceRGBA(red, green, blue, 0.12);
    for (let i = 0; i <= 2; i++) {
        const y = Math.round(TOP + ((view.height - TOP - PAD) * i) / 2) + 0.5;
        cr.moveTo(PAD, y);
        cr.lineTo(view.width - PAD, y);
    }
    cr.stroke();
    const layout = area.create_pango_layout(rate(top));
    cr.setSourceRGBA(red, green, blue, 0.6);
    cr.moveTo(PAD, 4);
    PangoCairo.show_layout(cr, layout);
}

export function drawPlot(area: Gtk.DrawingArea, cr: cairo.Context, view: PlotView): void {
    const top = scaleFor(view.samples);
    const bottom = view.height - PAD;
    grid(area, cr, view, top);
    const count = view.samples.length;
    const x = (i: number) => PAD + ((view.width - 2 * PAD) * i) / Math.max(1, count - 1);
    const y = (value: number) => bottom - ((bottom - TOP) * value) / top;
    const [received, sent] = plotColors();
    line(
        cr,
        view.samples.map((sample, i) => [x(i), y(sample.received)] as const),
        bottom,
        received,
    );
    line(
        cr,
        view.samples.map((sample, i) => [x(i), y(sample.sent)] as const),
        bottom,
        sent,
    );
    if (view.chosen === null) return;
    const {red, green, blue} = area.get_color();
    cr.setSourceRGBA(red, green, blue, 0.5);
    cr.setLineWidth(1);
    cr.moveTo(x(view.chosen), TOP);
    cr.lineTo(x(view.chosen), bottom);
    cr.stroke();
}
