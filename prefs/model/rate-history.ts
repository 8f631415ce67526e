/** Rates from counters that only grow. */

export interface Sample {
    /** Bytes per second. */
    readonly received: number;
    readonly sent: number;
}

export class RateHistory {
    #samples: Sample[] = [];
    #last: {at: number; received: number; sent: number} | null = null;

    constructor(readonly size: number) {}

    get samples(): readonly Sample[] {
        return this.#samples;
    }

    /**
     * @param at seconds of any clock that only goes forward
     * @param received bytes so far
     * @param sent bytes so far
     */
    add(at: number, received: number, sent: number): void {
        const last = this.#last;
        this.#last = {at, received, sent};
        if (!last || at <= last.at) return;
        // Counters that fell began anew; what they show is not a rate.
        const rate = (now: number, before: number) => Math.max(0, now - before) / (at - last.at);
        this.#samples.push({received: rate(received, last.received), sent: rate(sent, last.sent)});
        this.#samples = this.#samples.slice(-this.size);
    }
}
