/** How much one caller may ask for at once, so that nobody without rights keeps the helper from everybody else. */
import {BusyError} from './errors.js';

/** More than any program of ours has under way; a call that waits for a password counts as well. */
const OF_PROGRAM = 32;
/** Of all programs of one user: connections to the bus cost nothing. */
const OF_USER = 96;
/** Needs no limit: it may stop the helper. */
const ROOT = 0;

/** Calls under way by whoever makes them. */
class Count<Key> {
    readonly #calls = new Map<Key, number>();

    constructor(
        readonly most: number,
        readonly whose: string,
    ) {}

    begin(key: Key): void {
        const calls = this.#calls.get(key) ?? 0;
        if (calls >= this.most)
            throw new BusyError(`more than ${this.most} calls of one ${this.whose} are under way`, []);
        this.#calls.set(key, calls + 1);
    }

    end(key: Key): void {
        const calls = (this.#calls.get(key) ?? 0) - 1;
        if (calls > 0) this.#calls.set(key, calls);
        else this.#calls.delete(key);
    }
}

export class CallLimit {
    readonly #programs = new Count<string>(OF_PROGRAM, 'program');
    readonly #users = new Count<number>(OF_USER, 'user');

    /** Throws when too many calls of this bus name are under way. */
    begin(sender: string): void {
        this.#programs.begin(sender);
    }

    end(sender: string): void {
        this.#programs.end(sender);
    }

    /** Does the work of a call, unless too many of this user's are under way. */
    async forUser<T>(uid: number, work: () => Promise<T>): Promise<T> {
        if (uid === ROOT) return work();
        this.#users.begin(uid);
        try {
            return await work();
        } finally {
            this.#users.end(uid);
        }
    }
}
