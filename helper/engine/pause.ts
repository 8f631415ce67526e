/**
 * A pause opens the network for a while. The rules leave the kernel, and a transient timer of systemd brings them back;
 * after a reboot the boot units do, because they stay enabled.
 */
import {uptime} from '../clock.js';
import {read, remove, write} from '../files.js';
import {attempt, run, SYSTEMCTL, SYSTEMD_RUN} from '../subprocess.js';

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

/** Sets the clock. The timer comes first: an open network without one would stay open. */
export async function begin(seconds: number): Promise<void> {
    await end();
    await run([
        SYSTEMD_RUN,
        ...['--quiet', '--collect', `--unit=${UNIT}`, `--on-active=${seconds + GRACE_SECONDS}s`],
        ...['--timer-property=AccuracySec=500ms', '--description=Galaf: end of a pause'],
        ...[SYSTEMCTL, 'restart', 'galaf-helper.service'],
    ]);
    write(FILE, `${JSON.stringify({deadline: uptime() + seconds})}\n`);
}

export async function end(): Promise<void> {
    remove(FILE);
    await attempt([SYSTEMCTL, 'stop', `${UNIT}.timer`]);
}

export const overdue = (): boolean => secondsLeft() === 0;
