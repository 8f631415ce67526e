/**
 * A policy on trial goes back by itself unless somebody confirms it in time. Three things can bring it back, so that none
 * has to be alive: the helper's own timer, a transient unit of systemd that calls or starts the helper, and, after a reboot,
 * galaf-recover.service.
 */
import type {Trial} from '../dbus/answers.js';
import {ConflictError, NotFoundError} from '../errors.js';
import {bootId, uptime} from '../clock.js';
import {read, remove, write} from '../files.js';
import * as alarm from './alarm.js';
import * as journal from './journal.js';
import {TRIAL_FILE as FILE} from './journal.js';
import {revert, undo} from './recover.js';

const UNIT = 'galaf-trial';
/** The helper's own timer comes first when it is alive. */
const GRACE_SECONDS = 2;
export const MAX_SECONDS = 24 * 3600;

interface Record {
    readonly pending: journal.Pending;
    readonly boot_id: string;
    /** Seconds since boot, suspended time included. */
    readonly deadline: number;
}

function record(): Record | null {
    const text = read(FILE);
    return text === null ? null : (JSON.parse(text) as Record);
}

const left = ({boot_id, deadline}: Record): number =>
    boot_id === bootId() ? Math.max(0, deadline - uptime()) : 0;

/** The trial that is under way; null when there is none. */
export function current(): Trial | null {
    const found = record();
    return (
        found && {
            generation: found.pending.generation,
            previous: found.pending.previous,
            seconds_left: Math.ceil(left(found)),
        }
    );
}

/** Starts the clock for an apply that is otherwise complete. */
export async function begin(pending: journal.Pending): Promise<void> {
    const deadline = uptime() + pending.trial_seconds;
    const started: Record = {pending, boot_id: bootId(), deadline};
    write(FILE, `${JSON.stringify(started)}\n`);
    await alarm.set(UNIT, 'end of a trial', {time: deadline + GRACE_SECONDS});
}

/** Nothing else may change while a trial waits for its end: what would it go back to? */
export function refuseDuring(): void {
    const found = current();
    if (found)
        throw new ConflictError(
            `generation ${found.generation} is on trial for ${found.seconds_left} more seconds; keep it or revert it first`,
        );
}

function requireTrial(generation: number): Record {
    const found = record();
    if (!found) throw new NotFoundError('no policy is on trial');
    if (found.pending.generation !== generation)
        throw new ConflictError(`generation ${found.pending.generation} is on trial, not ${generation}`);
    return found;
}

/** Keeps the policy that is on trial. */
export async function confirm(generation: number): Promise<void> {
    const found = requireTrial(generation);
    if (left(found) === 0) throw new NotFoundError('the time of the trial is over');
    remove(FILE);
    await alarm.cancel(UNIT);
}

async function back({pending}: Record): Promise<void> {
    // Killed on the way, the next start goes on with it.
    journal.begin(pending);
    await revert(pending);
    await alarm.cancel(UNIT);
}

/** Goes back to what was before the trial. */
export const revertTrial = (generation: number): Promise<void> => back(requireTrial(generation));

/** Goes back if the time is over; whether it did. */
export async function revertOverdue(): Promise<boolean> {
    const found = record();
    if (!found || left(found) > 0) return false;
    console.warn(
        `nobody confirmed generation ${found.pending.generation}: back to ${found.pending.previous}`,
    );
    await back(found);
    return true;
}

/** Ends a trial on disk alone, for somebody who takes the rules out of the kernel anyway. */
export async function abandon(): Promise<void> {
    const found = record();
    if (!found) return;
    journal.begin(found.pending);
    await undo(found.pending);
    remove(FILE);
    journal.end();
    await alarm.cancel(UNIT);
}
