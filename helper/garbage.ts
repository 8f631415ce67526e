/**
 * Takes out the garbage of a flood. GJS collects when the process has grown by a quarter since the last time, counting what
 * its objects hold in C (messages, buffers) only so; each time it lets the process grow further, as the freed memory stays
 * with malloc. Collected after so many attempts, it stays where it was.
 */
import System from 'system';

/** A tenth of a second's work of a processor in some five seconds of the worst flood; with twice as many, the heap grew on. */
const ATTEMPTS = 500;

let since = 0;

/** @param attempts told since the last call */
export function collectAfter(attempts: number): void {
    since += attempts;
    if (since < ATTEMPTS) return;
    since = 0;
    System.gc();
}
