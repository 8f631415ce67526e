/** Translated texts. The shell has bound the domain by the time anything here is asked for. */
import Gettext from 'gettext';

const domain = Gettext.domain('galaf');

export const _ = (text: string): string => domain.gettext(text);
export const ngettext = (one: string, many: string, count: number): string =>
    domain.ngettext(one, many, count);

/** Fills `{name}` places, so that translators can move them. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
    return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}
