/** What is in force, and switching it off and on. */
import type {Caller} from '../caller.js';
import {MAIN_FILE} from '../configuration.js';
import * as generations from '../engine/generations.js';
import * as pause from '../engine/pause.js';
import {loadCurrent} from '../engine/recover.js';
import {installResolverFile} from '../engine/resolver-file.js';
import {applySysctl} from '../engine/sysctl.js';
import * as trial from '../engine/trial.js';
import {InvalidArgumentError, NotFoundError} from '../errors.js';
import {explainNow} from '../explain.js';
import * as kernel from '../kernel.js';
import {readList} from '../list.js';
import * as signals from '../signals.js';
import {readDoctor, readStatus} from '../status.js';
import {inTurn} from '../turn.js';
import * as units from '../units.js';
import type {Methods} from './types.js';

function tableInForce(): string {
    const generation = generations.current();
    const meta = generation === null ? null : generations.metaOf(generation);
    if (!meta)
        throw new NotFoundError(`no policy has been applied yet; write ${MAIN_FILE} and run galafctl apply`);
    return meta.table;
}

async function stop(): Promise<void> {
    await trial.abandon();
    // The table goes first: with it goes the redirect, so DNS never points at a gate that has stopped.
    await kernel.removeTable(tableInForce());
    await units.disable();
    await installResolverFile(null, null);
    await applySysctl('');
    await pause.end();
    signals.statusChanged();
}

async function beginPause(seconds: number): Promise<void> {
    if (seconds < 1 || seconds > pause.MAX_SECONDS)
        throw new InvalidArgumentError(`a pause lasts 1 to ${pause.MAX_SECONDS} seconds`);
    trial.refuseDuring();
    const table = tableInForce();
    await pause.begin(seconds);
    await kernel.removeTable(table);
    signals.statusChanged();
}

async function start(): Promise<{generation: number}> {
    tableInForce();
    const generation = (await loadCurrent())!;
    await pause.end();
    signals.statusChanged();
    return {generation};
}

/** Brings the rules back when a pause is over; whether it was. */
export async function endOverduePause(): Promise<boolean> {
    if (!pause.overdue()) return false;
    await start();
    return true;
}

export const STATE: Methods = {
    Status: () => readStatus(),
    Doctor: () => readDoctor(),
    Explain: ([subject, host, ports]: [string, string, string]) => explainNow(subject, host, ports),
    List: (_: [], {uid}: Caller) => readList(uid),
    Stop: () => inTurn(stop),
    Pause: ([seconds]: [number]) => inTurn(() => beginPause(seconds)),
    Start: () => inTurn(start),
};
