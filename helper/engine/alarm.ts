/**
 * Ends that come whether or not the helper is alive then. A small process, a transient unit of systemd's, waits on the clock
 * that runs on during suspend, or for the last process of a group, and then has the helper put in order what is over.
 */
import {attempt, run, SYSTEMCTL, SYSTEMD_RUN} from '../subprocess.js';

const WAIT = '/usr/libexec/galaf/galaf-wait';
/** Calls Settle; a helper that does not answer is started anew. */
const SETTLE = '/usr/libexec/galaf/galaf-settle';

/** Seconds since boot, or the id of a group whose last process is the end. */
export type Moment = {readonly time: number} | {readonly exit: number};

export const cancel = (unit: string): Promise<unknown> => attempt([SYSTEMCTL, 'stop', `${unit}.service`]);

/** Sets an alarm; one of the same name is replaced. */
export async function set(unit: string, description: string, moment: Moment): Promise<void> {
    await cancel(unit);
    await run([
        SYSTEMD_RUN,
        ...['--quiet', '--collect', `--unit=${unit}`, '--property=Restart=on-failure'],
        ...[`--description=Galaf: ${description}`, '--', WAIT],
        ...('time' in moment ? ['time', String(Math.ceil(moment.time))] : ['exit', String(moment.exit)]),
        SETTLE,
    ]);
}
