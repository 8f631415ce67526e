/**
 * Switching the policy in force on and off. Each takes several steps, of which a crash may leave any: the rules in the kernel
 * without the units that load them at boot, or the other way round. So what is about to happen is written first.
 */
import {MAIN_FILE} from '../configuration.js';
import {NotFoundError} from '../errors.js';
import * as kernel from '../kernel.js';
import * as generations from './generations.js';
import * as journal from './journal.js';
import * as pause from './pause.js';
import {follow, loadCurrent, takeDown} from './recover.js';
import * as trial from './trial.js';

/** Table of the policy in force. Throws NotFoundError when there is none. */
function tableInForce(): string {
    const meta = generations.metaInForce();
    if (!meta)
        throw new NotFoundError(`no policy has been applied yet; write ${MAIN_FILE} and run galafctl apply`);
    return meta.table;
}

/** Brings the rules back, and all that keeps them over boots; ends a pause. Returns the generation. */
export async function on(): Promise<number> {
    journal.beginSwitch('on', tableInForce());
    const generation = (await loadCurrent())!;
    await pause.end();
    journal.endSwitch();
    return generation;
}

/** Takes the rules away until somebody brings them back. */
export async function off(): Promise<void> {
    const table = tableInForce();
    journal.beginSwitch('off', table);
    await trial.abandon();
    await takeDown(table);
    journal.endSwitch();
}

/** Takes the rules away for some seconds. */
export async function offFor(seconds: number): Promise<void> {
    trial.refuseDuring();
    const table = tableInForce();
    journal.beginSwitch('pause', table);
    await pause.begin(seconds);
    await kernel.removeTable(table);
    await kernel.forgetGateQuestions();
    journal.endSwitch();
}

/**
 * After a crash on the way the kernel decides: rules that are still there stay, with all that belongs to them, and a way out
 * that had opened the machine already, as somebody was allowed to ask for, is gone to its end.
 */
export async function recoverSwitch(): Promise<void> {
    const found = journal.pendingSwitch();
    if (!found) return;
    const {to, table} = found;
    const opened = !(await kernel.readTable(table))?.ours;
    if (to === 'on' || !opened) await follow(table);
    else if (to === 'off') await takeDown(table);
    journal.endSwitch();
}
