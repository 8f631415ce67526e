/** Lists as people type them: separated by commas or spaces. */
import {asList} from './raw.js';

export const formatList = (value: unknown): string => asList(value).join(', ');

/** One word stays one word, as the format allows and most people write; null when there is none. */
export function parseList(text: string): string | string[] | null {
    const words = text.split(/[\s,;]+/).filter(word => word);
    return words.length > 1 ? words : (words[0] ?? null);
}

/** The same, always as a list. */
export function parseItems(text: string): string[] | null {
    const words = text.split(/[\s,;]+/).filter(word => word);
    return words.length ? words : null;
}
