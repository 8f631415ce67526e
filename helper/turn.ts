/** Changes happen one after the other, whoever asks for them. */
let queue: Promise<unknown> = Promise.resolve();

/** Runs a change when those before it have ended, well or not. */
export function inTurn<T>(change: () => Promise<T>): Promise<T> {
    const turn = queue.then(change, change);
    queue = turn.catch(() => undefined);
    return turn;
}
