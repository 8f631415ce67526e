/** Amounts and times in words. */
import GLib from 'gi://GLib';
import {_, fill} from '../i18n.js';

export const bytes = (count: number): string => GLib.format_size(Math.round(count));

export const rate = (perSecond: number): string =>
    // Translators: a data rate, such as 12 kB/s.
    fill(_('{size}/s'), {size: bytes(perSecond)});

export function duration(seconds: number): string {
    if (seconds < 90) return fill(_('{count} s'), {count: Math.round(seconds)});
    if (seconds < 5400) return fill(_('{count} min'), {count: Math.round(seconds / 60)});
    if (seconds < 172800) return fill(_('{count} h'), {count: Math.round(seconds / 3600)});
    // Translators: days.
    return fill(_('{count} d'), {count: Math.round(seconds / 86400)});
}

/** A moment in the person's own zone and language. */
export function moment(iso: string): string {
    const date = GLib.DateTime.new_from_iso8601(iso, null)?.to_local();
    return date?.format('%x %X') ?? iso;
}
