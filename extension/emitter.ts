/** Typed signals of plain objects. */

export class Emitter<Events extends object> {
    readonly #handlers = new Map<keyof Events, Set<(value: never) => void>>();

    /** Calls `handler` whenever it happens; the function that is returned ends it. */
    on<Name extends keyof Events>(name: Name, handler: (value: Events[Name]) => void): () => void {
        const handlers = this.#handlers.get(name) ?? new Set();
        this.#handlers.set(name, handlers.add(handler));
        return () => void handlers.delete(handler);
    }

    protected emit<Name extends keyof Events>(name: Name, value: Events[Name]): void {
        // A copy: a handler may end itself, or others.
        for (const handler of [...(this.#handlers.get(name) ?? [])])
            (handler as (value: Events[Name]) => void)(value);
    }
}
