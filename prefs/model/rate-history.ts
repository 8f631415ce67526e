/** Rates from counters that only grow, of several things at once. */

export interface Sample {
    /** Bytes per second. */
    readonly received: number;
    readonly sent: number;
}

/** Bytes so far. */
export interface Counter {
    readonly received: number;
    readonly sent: number;
}

const NONE: Sample = {received: 0, sent: 0};

export class RateHistory {
    readonly #samples = new Map<string, Sample[]>();
    #last: {readonly at: number; readonly counters: ReadonlyMap<string, Counter>} | null = null;
    #length = 0;

    /** @param size samples that are kept */
    constructor(readonly size: number) {}

    /** Oldest first; what came later than others has zeros before. */
    samples(name: string): readonly Sample[] {
        const own = this.#samples.get(name) ?? [];
        return [...Array<Sample>(Math.max(0, this.#length - own.length)).fill(NONE), ...own];
    }

    /**
     * @param at seconds of any clock that only goes forward
     * @param counters by name
     */
    add(at: number, counters: ReadonlyMap<string, Counter>): void {
        const last = this.#last;
        this.#last = {at, counters};
        if (!last || at <= last.at) return;
        const rate = (now: number, before: number) => Math.max(0, now - before) / (at - last.at);
        for (const [name, {received, sent}] of counters) {
            // Counters that fell began anew, and new ones began at zero.
            const before = last.counters.get(name) ?? {received: 0, sent: 0};
            const sample = {received: rate(received, before.received), sent: rate(sent, before.sent)};
            this.#samples.set(name, [...(this.#samples.get(name) ?? []), sample].slice(-this.size));
        }
        this.#length = Math.min(this.size, this.#length + 1);
    }
}
