/** Colour, on a terminal that has it and for people who want it (https://no-color.org). */
import GLib from 'gi://GLib';
import {isTerminal} from './output.js';

const CODES = {bold: 1, dim: 2, red: 31, green: 32, yellow: 33} as const;
export type Style = keyof typeof CODES;

const coloured = isTerminal(1) && !GLib.getenv('NO_COLOR') && ![null, 'dumb'].includes(GLib.getenv('TERM'));

export const paint = (style: Style, text: string, on = coloured): string =>
    on && text ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
