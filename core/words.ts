/**
 * Core's sentences in another language. Core writes English, which files, journals and D-Bus carry; whoever shows such a
 * sentence to somebody looks for the pattern that it was made from, translates that, and fills in what stood in it.
 */

interface Pattern {
    readonly english: string;
    readonly form: RegExp;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const PLACE = /\{\d+\}/;

/** Puts values where a text has `{name}`, so that translators can move them. A place without a value stays. */
export const fillPlaces = (text: string, valueOf: (name: string) => string | undefined): string =>
    text.replace(/\{(\w+)\}/g, (place, name: string) => valueOf(name) ?? place);

/** Long literal parts first: `{0} on {1}` fits more than what it was made for. */
const letters = (english: string): number => english.replace(/\{\d+\}|[^A-Za-z]/g, '').length;

function compile(english: string): Pattern {
    const parts = english.split(PLACE).map(escape);
    return {english, form: new RegExp(`^${parts.join('(.*?)')}$`, 's')};
}

/** Phrases inside of sentences inside of sentences: an endpoint with ports and a note, in a difference. */
const DEPTH = 5;
/** Letters of its own that a pattern needs to be looked for in a whole sentence, not only where a phrase is expected. */
const LEAST = 5;

export interface Words {
    /** A message of core's, or anybody's: what is not known stays as it is. */
    readonly sentence: (text: string) => string;
    /** What core says of one thing, such as an endpoint: `www.example.org on tcp/443`. */
    readonly phrase: (text: string) => string;
}

/**
 * @param patterns core's texts with `{0}`, `{1}`, … where values stand
 * @param gettext gives the translation of a pattern, or the pattern itself
 */
export function wordsFrom(patterns: readonly string[], gettext: (text: string) => string): Words {
    const plain = new Set(patterns.filter(text => !PLACE.test(text)));
    let compiled: readonly Pattern[] | null = null;
    const all = () =>
        (compiled ??= patterns
            .filter(text => PLACE.test(text))
            .sort((a, b) => letters(b) - letters(a))
            .map(compile));
    const translate = (sentence: string, depth: number): string => {
        if (plain.has(sentence)) return gettext(sentence);
        for (const {english, form} of all()) {
            // A word such as "on" stands in sentences of others, too.
            if (depth === DEPTH && letters(english) < LEAST) break;
            const found = form.exec(sentence);
            if (!found) continue;
            const values = found.slice(1).map(value => (depth > 0 ? translate(value, depth - 1) : value));
            return fillPlaces(gettext(english), at => values[Number(at)]);
        }
        // What is said of something: `"a b": a domain has no spaces`.
        const end = sentence.indexOf(': ') + 2;
        return end > 2 ? sentence.slice(0, end) + translate(sentence.slice(end), depth) : sentence;
    };
    return {
        sentence: text => translate(text, DEPTH),
        phrase: text => translate(text, DEPTH - 1),
    };
}

/** {@link wordsFrom} a catalogue; without one (gettext gives its head for an empty text) nothing is looked for. */
export function wordsOf(patterns: readonly string[], gettext: (text: string) => string): Words {
    const words = wordsFrom(patterns, gettext);
    // Asked each time: the catalogue may be named after this.
    const known = () => gettext('') !== '';
    return {
        sentence: text => (known() ? words.sentence(text) : text),
        phrase: text => (known() ? words.phrase(text) : text),
    };
}
