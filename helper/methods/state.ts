/** What is in force, and switching it off and on. */
import type {Caller} from '../caller.js';
import * as generations from '../engine/generations.js';
import * as pause from '../engine/pause.js';
import {off, offFor, on} from '../engine/switch.js';
import {InvalidArgumentError} from '../errors.js';
import {explainNow} from '../explain.js';
import {readList} from '../list.js';
import {renewOutdated} from '../renewal.js';
import * as signals from '../signals.js';
import {readDoctor, readStatus} from '../status.js';
import {inTurn} from '../turn.js';
import type {Methods} from './types.js';

async function stop(): Promise<void> {
    await off();
    signals.statusChanged();
}

async function beginPause(seconds: number): Promise<void> {
    if (seconds < 1 || seconds > pause.MAX_SECONDS)
        throw new InvalidArgumentError(`a pause lasts 1 to ${pause.MAX_SECONDS} seconds`);
    await offFor(seconds);
    signals.statusChanged();
}

async function start(): Promise<{generation: number}> {
    const generation = await on();
    signals.statusChanged();
    await renewOutdated();
    return {generation: generations.current() ?? generation};
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
