/** Ctrl-C as something that the program can answer to; without this it ends at once. */
import GLib from 'gi://GLib';
import GLibUnix from 'gi://GLibUnix';

const SIGINT = 2;
const addSignal = (GLibUnix.signal_add ?? GLibUnix.signal_add_full)!;

/** Calls `handler` at Ctrl-C instead of ending; the function that is returned ends that. */
export function onInterrupt(handler: () => void): () => void {
    const source = addSignal(GLib.PRIORITY_DEFAULT, SIGINT, () => {
        handler();
        return GLib.SOURCE_CONTINUE;
    });
    return () => void GLib.source_remove(source);
}

/** Waits some seconds, or for Ctrl-C, which ends what shows things again and again: false then. */
export function pause(seconds: number): Promise<boolean> {
    return new Promise(resolve => {
        const done = (over: boolean) => {
            forget();
            resolve(over);
        };
        const timer = GLib.timeout_add(GLib.PRIORITY_DEFAULT, seconds * 1000, () => {
            done(true);
            return GLib.SOURCE_REMOVE;
        });
        const forget = onInterrupt(() => {
            GLib.source_remove(timer);
            done(false);
        });
    });
}
