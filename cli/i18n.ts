/** Translated texts. */
import Gettext from 'gettext';
import texts from 'galaf:texts';
import {fillPlaces, wordsOf} from '../core/words.js';

Gettext.bindtextdomain('galaf', '/usr/share/locale');
const domain = Gettext.domain('galaf');

export const _ = (text: string): string => domain.gettext(text);

/** The text for a number of things; `{count}` is filled in. */
export const ngettext = (one: string, many: string, count: number): string =>
    fill(domain.ngettext(one, many, count), {count});

/** Fills `{name}` places, so that translators can move them. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
    return fillPlaces(text, name => values[name]?.toString());
}

/** What core and the helper say, in the person's language. */
export const {sentence: said, phrase: saidOf} = wordsOf(texts, _);
