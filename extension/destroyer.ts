/** Undoing, in reverse order. */

/**
 * Every resource registers its undo on the line after it was made; one call undoes them all, the last one first. An undo
 * that throws does not keep the others from happening.
 */
export class Destroyer {
    #undos: (() => void)[] = [];

    add(undo: () => void): void {
        this.#undos.push(undo);
    }

    /** Makes what has a `destroy` of its own end with the rest, and hands it back. */
    own<T extends {destroy(): void}>(thing: T): T {
        this.add(() => thing.destroy());
        return thing;
    }

    destroy(): void {
        for (let undo = this.#undos.pop(); undo; undo = this.#undos.pop())
            try {
                undo();
            } catch (error) {
                console.error(error);
            }
    }
}
