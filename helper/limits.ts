/** How much one caller may ask for at once, so that nobody without rights keeps the helper from everybody else. */
import {BusyError} from './errors.js';

/** More than any program of ours has under way; a call that waits for a password counts as well. */
export const MAX_CALLS = 32;

export class CallLimit {
    readonly #underWay = new Map<string, number>();

    /** Throws when too many calls of this bus name are under way. */
    begin(sender: string): void {
        const calls = this.#underWay.get(sender) ?? 0;
        if (calls >= MAX_CALLS)
            throw new BusyError(`more than ${MAX_CALLS} calls of one program are under way`, []);
        this.#underWay.set(sender, calls + 1);
    }

    end(sender: string): void {
        const calls = (this.#underWay.get(sender) ?? 0) - 1;
        if (calls > 0) this.#underWay.set(sender, calls);
        else this.#underWay.delete(sender);
    }
}
