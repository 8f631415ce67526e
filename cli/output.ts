/** Printing: tables, sizes, exit codes. */

import GLib from 'gi://GLib';

/** Documented in docs/galafctl.md; scripts rely on them. */
export const EXIT = {
    ok: 0,
    failed: 1,
    usage: 2,
    invalid: 3,
    notAuthorized: 4,
    unavailable: 5,
    cancelled: 130, // as of a program that Ctrl-C ends
} as const;

/** Whether a standard stream is a terminal; on Unix GLib's question about colours asks just that. */
export const isTerminal = (fd: 0 | 1 | 2): boolean => GLib.log_writer_supports_color(fd);

/** Ends the program with a message on standard error. */
export class ExitError extends Error {
    constructor(
        readonly code: number,
        message: string,
    ) {
        super(message);
    }
}

/** Names come from the network and from file systems: nothing in them may reach a terminal as a command. */
export const safe = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');

/** Left-aligned columns, the last ones right-aligned where `numeric` says so. */
export function table(rows: readonly (readonly string[])[], numeric: readonly boolean[] = []): string {
    const widths: number[] = [];
    for (const row of rows)
        row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, [...cell].length)));
    return rows
        .map(row =>
            row
                .map((cell, i) => {
                    const padding = ' '.repeat(widths[i]! - [...cell].length);
                    return numeric[i] ? padding + cell : cell + padding;
                })
                .join('  ')
                .trimEnd(),
        )
        .join('\n');
}

let point: string | null = null;
/** As GLib writes numbers for this person. */
const decimalPoint = (): string => (point ??= /1(\D+)5/.exec(GLib.format_size(1500))?.[1] ?? '.');

/** Decimal units, as network rates are counted: 1.6 k, 337 k, 2.1 M. */
export function short(value: number): string {
    const units = ['', ' k', ' M', ' G', ' T'];
    let unit = 0;
    let scaled = value;
    while (scaled >= 999.5 && unit < units.length - 1) {
        scaled /= 1000;
        unit++;
    }
    const number =
        unit && scaled < 99.95 ? scaled.toFixed(1).replace('.', decimalPoint()) : Math.round(scaled);
    return `${number}${units[unit]}`;
}
