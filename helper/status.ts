/** What is in force, and what is wrong with it. */
import type {Policy} from '../core/policy/types.js';
import type {Doctor, Status} from './dbus/answers.js';
import * as doctor from './doctor.js';
import type {ResolveResult} from '../core/policy/resolve.js';
import {examine, policyInForce} from './engine/prepare.js';
import * as generations from './engine/generations.js';
import * as pause from './engine/pause.js';
import {gateInWords, gateState} from './engine/resolver.js';
import * as timed from './engine/timed.js';
import * as trial from './engine/trial.js';
import {InvalidConfigurationError, NotFoundError} from './errors.js';
import {readSources, sourcesOrNone} from './configuration.js';
import {readState} from './state.js';
import {attempt, GALAF_BPF} from './subprocess.js';
import * as units from './units.js';

async function guardState(): Promise<string> {
    if (!units.hasBpfLsm())
        return 'unavailable: the kernel has no BPF LSM, so programs of the same user are kept apart by ptrace rules only';
    const {status, stdout, stderr} = await attempt([GALAF_BPF, 'status', 'guard']);
    return status === 0 ? 'active' : `inactive: ${(stdout || stderr).trim()}`;
}

/** The policy that the files describe, and what is wrong with them. */
async function examineFiles(): Promise<ResolveResult> {
    try {
        return await examine(readSources());
    } catch (error) {
        if (error instanceof NotFoundError) return {policy: null, diagnostics: []};
        if (error instanceof InvalidConfigurationError) return {policy: null, diagnostics: error.diagnostics};
        throw error;
    }
}

/** Whether the files say something else than what is in force. */
function pending(generation: number | null): boolean {
    const now = generations.sourceNames(sourcesOrNone());
    const before = generation === null ? [] : generations.sourcesOf(generation);
    return JSON.stringify(now) !== JSON.stringify(before);
}

/** The policy in force; null when there is none, or none that still resolves. */
const policyOrNull = (): Promise<Policy | null> => policyInForce().catch(() => null);

export async function readDoctor(): Promise<Doctor> {
    const known = {state: await readState(), gate: await gateState(generations.current())};
    return {findings: await doctor.findings(known, await policyOrNull())};
}

export async function readStatus(): Promise<Status> {
    const generation = generations.current();
    const meta = generation === null ? null : generations.metaOf(generation);
    const state = await readState();
    const gate = await gateState(generation);
    const changed = pending(generation);
    const files = await examineFiles();
    return {
        version: VERSION,
        state,
        generation,
        created: meta?.created ?? null,
        author_uid: meta?.author_uid ?? null,
        table: meta?.table ?? null,
        marks: meta?.marks ?? null,
        resolver: meta?.resolver ?? null,
        gate: gateInWords(gate),
        guard: await guardState(),
        monitor: await units.stateOf(units.MONITOR),
        paused_seconds_left: pause.secondsLeft(),
        trial: trial.current(),
        timed: timed.list(),
        // What the files say is in force, unless they changed since.
        doctor: await doctor.summary(
            {state, gate},
            changed ? policyOrNull : () => Promise.resolve(files.policy),
        ),
        pending: changed,
        warnings: files.diagnostics,
        last_error:
            (await units.failureOf('galaf-policy.service')) ??
            (await units.failureOf('galaf-closed.service')),
    };
}
