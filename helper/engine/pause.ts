/**
 * A pause opens the network for a while. The rules leave the kernel, and a transient unit of systemd brings them back;
 * after a reboot the boot units do, because they stay enabled.
 */
import {uptime} from '../clock.js';
import {read, remove, write} from '../files.js';
import * as alarm from './alarm.js';

/** In /run, which a reboot empties: whatever was paused is in force again then. */
const FILE = '/run/galaf/paused.json';
const UNIT = 'galaf-pause';
export const MAX_SECONDS = 24 * 3600;
/** The helper's own timer comes first when it is alive. */
const GRACE_SECONDS = 2;

/** Seconds until the rules come back; null when nothing is paused. */
export function secondsLeft(): number | null {
    const text = read(FILE);
    if (text === null) return null;
    const {deadline} = JSON.parse(text) as {deadline: number};
    return Math.max(0, Math.ceil(deadline - uptime()));
}

/** Sets the clock. The alarm comes first: an open network without one would stay open. */
export async function begin(seconds: number): Promise<void> {
    const deadline = uptime() + seconds;
    await alarm.set(UNIT, 'end of a pause', {time: deadline + GRACE_SECONDS});
    write(FILE, `${JSON.stringify({deadline})}\n`);
}

/** An alarm whose file is gone rings for nothing. */
export async function end(): Promise<void> {
    if (read(FILE) === null) return;
    remove(FILE);
    await alarm.cancel(UNIT);
}

export const overdue = (): boolean => secondsLeft() === 0;
