/** Which app groups the menu offers, and in which order. */
import type {AppGroup} from './answers.js';

const RECENT_KEPT = 50;

const folded = (text: string): string =>
    text
        .normalize('NFKD')
        .replace(/\p{Mark}/gu, '')
        .toLocaleLowerCase();

/** 0: the title starts so, 1: a word does, 2: it is somewhere inside; null: no match. */
function quality(group: AppGroup, words: readonly string[]): number | null {
    if (!words.length) return 0;
    const where = `${folded(group.title)} ${folded(group.name)}`;
    let worst = 0;
    for (const word of words) {
        const at = where.indexOf(word);
        if (at < 0) return null;
        const starts = where.startsWith(word) ? 0 : where.includes(` ${word}`) ? 1 : 2;
        worst = Math.max(worst, starts);
    }
    return worst;
}

/**
 * Those that match every word of the search, best first; equally good ones last used first, the rest by title.
 *
 * @param recent names, last used first
 */
export function launchOrder(
    groups: readonly AppGroup[],
    search: string,
    recent: readonly string[],
): AppGroup[] {
    const words = folded(search).split(/\s+/).filter(Boolean);
    const collator = new Intl.Collator();
    const rank = new Map(recent.map((name, index) => [name, index]));
    return groups
        .map(group => ({group, quality: quality(group, words), rank: rank.get(group.name) ?? Infinity}))
        .filter(entry => entry.quality !== null)
        .sort((a, b) => {
            if (a.quality !== b.quality) return (a.quality ?? 0) - (b.quality ?? 0);
            if (a.rank !== b.rank) return a.rank - b.rank;
            return collator.compare(a.group.title, b.group.title);
        })
        .map(entry => entry.group);
}

/** The list of last used names after `name` was used. */
export function remember(recent: readonly string[], name: string): string[] {
    return [name, ...recent.filter(other => other !== name)].slice(0, RECENT_KEPT);
}
