/** Ends of trials, pauses and permissions while the helper is alive; engine/alarm.ts is for when it is not. */
import GLib from 'gi://GLib';
import {uptime} from './clock.js';
import * as generations from './engine/generations.js';
import * as pause from './engine/pause.js';
import * as trial from './engine/trial.js';
import {messageOf} from './errors.js';
import * as timed from './engine/timed.js';
import {endOverduePause} from './methods/state.js';
import {endOverdueTimed} from './methods/timed.js';
import {renewOutdated} from './renewal.js';
import * as signals from './signals.js';
import {inTurn} from './turn.js';

let timer = 0;

/** Puts in order whatever ended while nobody was there to do it. */
export async function settleDeadlines(): Promise<void> {
    if (await trial.revertOverdue()) signals.policyChanged(generations.current() ?? 0);
    await endOverduePause();
    await endOverdueTimed();
    await renewOutdated();
}

/** How long what could not be put in order is left alone, in seconds. */
const RETRY_SECONDS = 60;
/** In seconds since boot. */
let retryAt = 0;

/** Sets the clock for the next end; to be called whenever a trial or a pause begins or ends. */
export function watchDeadlines(): void {
    if (timer) GLib.source_remove(timer);
    timer = 0;
    const ends = [trial.current()?.seconds_left, pause.secondsLeft(), ...timed.secondsLeft()].filter(
        end => typeof end === 'number',
    );
    if (!ends.length) return;
    // Seconds are rounded up, so that the time is over when the clock rings.
    const retry = Math.max(1, Math.ceil(retryAt - uptime()));
    const next = Math.min(...ends.map(end => (end > 0 ? end : retry)));
    timer = GLib.timeout_add_seconds(GLib.PRIORITY_DEFAULT, next, () => {
        timer = 0;
        void inTurn(settleDeadlines)
            .catch((error: unknown) => {
                console.error(messageOf(error));
                retryAt = uptime() + RETRY_SECONDS;
            })
            .then(watchDeadlines);
        return GLib.SOURCE_REMOVE;
    });
}
