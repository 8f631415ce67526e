/** The closest of some known words, for "did you mean". */

function distance(a: string, b: string): number {
    let row = Array.from({length: b.length + 1}, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
        const next = [i];
        for (let j = 1; j <= b.length; j++)
            next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
        row = next;
    }
    return row[b.length]!;
}

/** Null when nothing is close enough to be what was meant: at most a third of the letters may differ. */
export function nearest(word: string, known: readonly string[]): string | null {
    let best: string | null = null;
    let limit = Math.max(1, Math.floor(word.length / 3)) + 1;
    for (const candidate of known) {
        const d = distance(word.toLowerCase(), candidate.toLowerCase());
        if (d < limit) [best, limit] = [candidate, d];
    }
    return best;
}
