/**
 * Texts of callers and policies inside of a password dialog's words. Some agents read markup, others write to a terminal, and what
 * is to be approved must not be able to rearrange the words around it.
 */
const LONGEST = 60;
const MOST_NAMES = 4;
/** Of an endpoint; what is widest comes first. */
const MOST_PLACES = 3;

/** Controls, formats (which turn the direction), lines, halves of characters and what is no character. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;
const LOOKS_LIKE: Readonly<Record<string, string>> = {'<': '‹', '>': '›', '&': '＆'};
const QUOTES = /["“”„‟«»״]/g;
const FROM_THE_RIGHT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** One short line without markup, quotes, or signs that cannot be seen. */
export function harmless(text: string): string {
    const line = text
        // A long text costs time below, and is cut anyway.
        .slice(0, LONGEST * 8)
        .replace(INVISIBLE, ' ')
        .replace(/[<>&]/g, sign => LOOKS_LIKE[sign]!)
        .replace(QUOTES, '’')
        .replace(/\s+/g, ' ')
        .trim();
    const signs = [...line];
    const short = signs.length > LONGEST ? `${signs.slice(0, LONGEST - 1).join('')}…` : line;
    // Isolated, so that it turns nothing but itself.
    return FROM_THE_RIGHT.test(short) ? `\u2068${short}\u2069` : short;
}

function first(texts: readonly string[], most: number): string {
    const shown = texts.slice(0, most).map(harmless).join(', ');
    return texts.length > most ? `${shown} … +${texts.length - most}` : shown;
}

export const listOf = (names: readonly string[]): string => first(names, MOST_NAMES);

const texts = (value: unknown): string[] =>
    (Array.isArray(value) ? value : [value]).filter(part => typeof part === 'string');

const WIDE: readonly string[] = ['any', 'lan', 'multicast'];

/** An entry of `allow`, with the words that the file has, which are the same in every language. */
export function endpointOf(endpoint: unknown): string {
    const {to, ports} = (endpoint ?? {}) as {to?: unknown; ports?: unknown};
    const places = texts(to);
    const wide = places.filter(place => WIDE.includes(place) || place.includes('/'));
    const others = places.filter(place => !wide.includes(place));
    return [first([...wide, ...others], MOST_PLACES), first(texts(ports), MOST_PLACES)]
        .filter(Boolean)
        .join(' ');
}

/** For example `1 h 30 min`, in signs that every language has. */
export function durationOf(seconds: number): string {
    const parts = [
        [Math.floor(seconds / 3600), 'h'],
        [Math.floor(seconds / 60) % 60, 'min'],
        [seconds % 60, 's'],
    ] as const;
    return parts
        .filter(([count]) => count > 0)
        .map(([count, unit]) => `${count} ${unit}`)
        .join(' ');
}
