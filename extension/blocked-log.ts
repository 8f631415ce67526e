/** The blocked attempts of the last hour, by app. */
import type {Attempt} from './answers.js';
import {attemptKey, subjectKey} from './notice-rules.js';

export interface BlockedApp {
    readonly subject: string;
    readonly count: number;
    /** One entry for each destination, the latest first; `count` and `last` are those of all its attempts. */
    readonly attempts: readonly Attempt[];
}

export const HOUR_MS = 60 * 60 * 1000;
/** Destinations that are remembered. An app that tries thousands is described well enough by its latest ones. */
const KEPT = 500;

export class BlockedLog {
    readonly #attempts = new Map<string, Attempt>();

    /** Adds what has just happened. */
    add(attempt: Attempt): void {
        const key = attemptKey(attempt);
        const before = this.#attempts.get(key);
        this.#attempts.delete(key);
        this.#attempts.set(key, before ? {...attempt, count: before.count + attempt.count} : attempt);
        const [oldest] = this.#attempts.keys();
        if (this.#attempts.size > KEPT && oldest !== undefined) this.#attempts.delete(oldest);
    }

    /** Puts the helper's own account in place of ours. */
    replace(attempts: readonly Attempt[]): void {
        this.#attempts.clear();
        for (const attempt of [...attempts].sort((a, b) => a.last - b.last)) this.add(attempt);
    }

    /**
     * Those whose last attempt was within the hour; who was refused last comes first.
     *
     * @param now milliseconds since 1970
     */
    apps(now: number): BlockedApp[] {
        const apps = new Map<string, Attempt[]>();
        const recent = [...this.#attempts.values()].filter(attempt => attempt.last > now - HOUR_MS);
        for (const attempt of recent.sort((a, b) => b.last - a.last)) {
            const subject = subjectKey(attempt);
            apps.set(subject, [...(apps.get(subject) ?? []), attempt]);
        }
        return [...apps].map(([subject, attempts]) => ({
            subject,
            count: attempts.reduce((sum, attempt) => sum + attempt.count, 0),
            attempts,
        }));
    }
}
