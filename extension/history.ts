/** The last minute of traffic, as the graph draws it. */
import type {Rates} from './answers.js';

export interface Sample extends Rates {
    /** Seconds, of a clock that never goes back. */
    readonly time: number;
}

/** How long a sample stays: what the graph shows, and the one that leaves it on the left. */
export const SPAN_SECONDS = 60;
const KEPT_SECONDS = SPAN_SECONDS + 10;
/** A scale below this would draw a keep-alive packet as a mountain. */
const LEAST_SCALE = 1000;

export class History {
    #samples: Sample[] = [];

    get samples(): readonly Sample[] {
        return this.#samples;
    }

    push(sample: Sample): void {
        this.#samples = this.#samples.filter(old => old.time > sample.time - KEPT_SECONDS);
        this.#samples.push(sample);
    }

    /** Top of the graph: the next of 1, 2, 5, 10, … above everything that is shown. */
    scale(now: number): number {
        const shown = this.#samples.filter(sample => sample.time > now - SPAN_SECONDS);
        const most = Math.max(LEAST_SCALE, ...shown.map(sample => Math.max(sample.in, sample.out)));
        const power = 10 ** Math.floor(Math.log10(most));
        return [1, 2, 5, 10].map(step => step * power).find(step => step >= most) ?? most;
    }
}
