/** Which refused attempt deserves a word, so that the rest stays quiet. */
import type {Attempt} from './answers.js';

export type NoticeMode = 'each' | 'summary' | 'off';

/** What to show: this attempt, or one line about a number of them, in place of the line before. */
export type Notice =
    | {readonly kind: 'single'; readonly attempt: Attempt}
    | {
          readonly kind: 'summary';
          readonly attempts: number;
          readonly subjects: readonly string[];
          /** Whether it tells of somebody new, and so may come again after it was dismissed. */
          readonly news: boolean;
      };

/** More than so many notices in so many seconds are a burst. */
const BURST_COUNT = 3;
const BURST_SECONDS = 10;
/** A burst ends after so many seconds without anything new. */
const QUIET_SECONDS = 30;
/** What has been shown is remembered, but not without end: an app may try as many names as it likes. */
const REMEMBERED = 2000;

/** Who a notice is about, for muting: `group`, or `user:NAME`. */
export function subjectKey(attempt: Attempt): string {
    return attempt.group ?? `user:${attempt.user ?? ''}`;
}

/** One app and one destination. */
export function attemptKey(attempt: Attempt): string {
    const place = attempt.question ?? attempt.host ?? attempt.address;
    return [subjectKey(attempt), place, attempt.protocol, attempt.port ?? ''].join(' ');
}

export class NoticeRules {
    readonly #seen = new Set<string>();
    #shown: number[] = [];
    #burst: {last: number; attempts: number; subjects: Set<string>} | null = null;

    /** Takes it for shown: it was, before the extension was disabled, or happened when nobody was there. */
    remember(attempt: Attempt): void {
        this.#isNew(attemptKey(attempt));
    }

    /** @param now seconds, of a clock that never goes back */
    decide(attempt: Attempt, now: number, mode: NoticeMode, muted: readonly string[]): Notice | null {
        // What comes from outside is no app's doing, and anybody on the network could fill the screen with it.
        if (mode === 'off' || !attempt.outgoing || muted.includes(subjectKey(attempt))) return null;
        if (!this.#isNew(attemptKey(attempt))) return null;
        if (this.#burst && now - this.#burst.last > QUIET_SECONDS) this.#burst = null;
        this.#shown = this.#shown.filter(time => now - time < BURST_SECONDS);
        if (mode === 'each' && !this.#burst && this.#shown.length < BURST_COUNT) {
            this.#shown.push(now);
            return {kind: 'single', attempt};
        }
        return this.#summarise(attempt, now);
    }

    #isNew(key: string): boolean {
        if (this.#seen.has(key)) return false;
        this.#seen.add(key);
        const [oldest] = this.#seen;
        if (this.#seen.size > REMEMBERED && oldest !== undefined) this.#seen.delete(oldest);
        return true;
    }

    #summarise(attempt: Attempt, now: number): Notice {
        this.#burst ??= {last: now, attempts: 0, subjects: new Set()};
        this.#burst.last = now;
        this.#burst.attempts++;
        const news = !this.#burst.subjects.has(subjectKey(attempt));
        this.#burst.subjects.add(subjectKey(attempt));
        return {kind: 'summary', attempts: this.#burst.attempts, subjects: [...this.#burst.subjects], news};
    }
}
