/** A list of listeners; what a view connects it disconnects with the function it got. */
export type Listener = () => void;

export class Emitter {
    readonly #listeners = new Set<Listener>();

    /** @returns the undo */
    connect(listener: Listener): Listener {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }

    emit(): void {
        for (const listener of [...this.#listeners]) listener();
    }
}
