/** Translated texts. The shell has bound the domain by the time anything here is asked for. */
import Gettext from 'gettext';

const domain = Gettext.domain('galaf');

export const _ = (text: string): string => domain.gettext(text);
export const ngettext = (one: string, many: string, count: number): string =>
    domain.ngettext(one, many, count);

/** Letters of Hebrew, Arabic and their neighbours, behind a place. */
const FROM_THE_RIGHT = /^\{.*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const TURN = '\u200f';

/**
 * Fills `{name}` places, so that translators can move them. A sentence goes the way of its own words: Pango takes the way
 * of the first letter, and that may be a host name's.
 */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
    const filled = text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
    return FROM_THE_RIGHT.test(text) ? TURN + filled : filled;
}
