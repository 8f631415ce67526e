/** Translated texts of the preferences. */
import Gettext from 'gettext';
import Gtk from 'gi://Gtk?version=4.0';
import texts from 'galaf:texts';
import {fillPlaces, wordsOf} from '../core/words.js';

const domain = Gettext.domain('galaf');

export const _ = (text: string): string => domain.gettext(text);

/** Singular or plural, by the rules of the language; fill `{count}` afterwards. */
export const ngettext = (one: string, many: string, count: number): string =>
    domain.ngettext(one, many, count);

/** The person reads from right to left. */
const isMirrored = (): boolean => Gtk.Widget.get_default_direction() === Gtk.TextDirection.RTL;
/** U+200F turns the line; U+2068 to U+2069 is a word that keeps its own direction and turns nothing. */
const mirrored = (text: string): string => `\u200f${text}`;
const isolated = (word: string): string => `\u2068${word}\u2069`;

/** A path or the like beside words. */
export const foreign = (word: string): string => (isMirrored() ? isolated(word) : word);

/**
 * Fills `{name}` places, so that translators can move them. From right to left, host names and the like would else turn
 * the whole line around when they come first, and paths lose their first slash to the other end.
 */
export function fill(text: string, values: Readonly<Record<string, string | number>>): string {
    const turned = isMirrored();
    const filled = fillPlaces(text, name => {
        const value = values[name];
        return turned && typeof value === 'string' ? isolated(value) : value?.toString();
    });
    return turned ? mirrored(filled) : filled;
}

/** Letters of Hebrew, Arabic and their neighbours. */
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
const PATH = /(?<![\w.:/])\/[\w.@/-]+/g;

/** As `fill` does it, where what stands in the text is not known any more. */
const turned = (text: string): string =>
    isMirrored() && FROM_THE_RIGHT.test(text) ? mirrored(text.replace(PATH, isolated)) : text;

const words = wordsOf(texts, _);
/** What core says, here or in the helper, in the person's language: a whole message. */
export const said = (text: string): string => turned(words.sentence(text));
/** The same for an endpoint or the like. */
export const saidOf = (text: string): string => turned(words.phrase(text));
