/** Translated texts of the preferences. */
import Gettext from 'gettext';
import texts from 'galaf:texts';
import {wordsFrom} from '../core/words.js';

const domain = Gettext.domain('galaf');

export const _ = (text: string): string => domain.gettext(text);

/** Singular or plural, by the rules of the language; fill `{count}` afterwards. */
export const ngettext = (one: string, many: string, count: number): string =>
    domain.ngettext(one, many, count);

/** Fills `{name}` places, so that translators can move them. */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
    return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** What core says, here or in the helper, in the person's language: whole messages, and endpoints and the like. */
export const {sentence: said, phrase: saidOf} = wordsFrom(texts, _);
