/** The services that answer DNS for a generation: started before its rules send queries to them, stopped after. */
import GLib from 'gi://GLib';
import {portOf} from '../../core/render/gate.js';
import type {GenerationFiles} from '../../core/policy/types.js';
import {exists, makeFolder, names, read, readLossy, remove, write} from '../files.js';
import * as kernel from '../kernel.js';
import {attempt, DNSMASQ, run, SYSTEMCTL} from '../subprocess.js';
import * as units from '../units.js';
import * as generations from './generations.js';

/** What each gate runs with, by port: generations come and go, an unchanged gate stays. */
const RUNNING = `${generations.STATE}/gate`;
/** Questions that a gate has passed on may take so long to come back. */
const GRACE_MS = 3000;
const LOOK_MS = 500;
const POLL_MS = 5;
const STARTS_WITHIN_MS = 5000;

interface Gate {
    readonly port: number;
    readonly unit: string;
    readonly text: string;
}

/** The common gate may fill sets; the gates of app groups have no rights at all. */
const gatesOf = (files: GenerationFiles): Gate[] =>
    [...files].flatMap(([name, text]) => {
        const port = name === 'gate.conf' || name.startsWith('gate/') ? portOf(text) : null;
        if (port === null) return [];
        return [{port, unit: `galaf-${name === 'gate.conf' ? 'gate' : 'names'}@${port}.service`, text}];
    });

/** Files of gates of a generation; none for null. */
export function gateFiles(generation: number | null): Map<string, string> {
    if (generation === null) return new Map();
    const own = names(`${generations.folderOf(generation)}/gate`).map(name => `gate/${name}`);
    return new Map(
        ['gate.conf', ...own].flatMap(name => {
            const text = generations.fileOf(generation, name);
            return text === null ? [] : [[name, text] as const];
        }),
    );
}

/** One line that dnsmasq cannot read, and a gate would not start. */
export async function checkGates(files: GenerationFiles, folder: string): Promise<void> {
    for (const name of files.keys())
        if (['gate.conf', 'resolver.conf'].includes(name) || name.startsWith('gate/'))
            await run([DNSMASQ, '--test', `--conf-file=${folder}/${name}`]);
}

const sleep = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));

/** Gates that answer or are about to. */
async function runningUnits(): Promise<Set<string>> {
    const {stdout} = await attempt([
        SYSTEMCTL,
        'list-units',
        '--plain',
        '--no-legend',
        '--state=active,activating,reloading,deactivating',
        'galaf-gate@*.service',
        'galaf-names@*.service',
    ]);
    return new Set(stdout.split('\n').flatMap(line => line.split(/\s+/, 1).filter(Boolean)));
}

/** Whether something listens on a loopback port, for UDP and TCP, in both families that the machine has. */
function listens(port: number): boolean {
    const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
    const tables = exists('/proc/net/if_inet6') ? ['udp', 'tcp', 'udp6', 'tcp6'] : ['udp', 'tcp'];
    return tables.every(table => {
        const local = /^\s*\d+: ([0-9A-F]+:[0-9A-F]{4} )/;
        return readLossy(`/proc/net/${table}`)
            .split('\n')
            .some(line => local.exec(line)?.[1]?.endsWith(wanted));
    });
}

/** Waits until a gate takes questions; throws with what it said when it ends instead. */
async function ready({port, unit}: Gate): Promise<void> {
    for (let waited = 0; waited < STARTS_WITHIN_MS; waited += POLL_MS) {
        if (listens(port)) return;
        if (waited % 250 === 245 && (await units.stateOf(unit)) === 'failed') break;
        await sleep(POLL_MS);
    }
    throw new Error(`${unit} does not answer: ${await units.journalOf(unit)}`);
}

/** Gates that a switch has left, and when they go. */
const leaving = new Map<string, number>();

/** Starting and stopping wait for each other: a gate that is about to go may be wanted again. */
let turn: Promise<unknown> = Promise.resolve();
function inTurn<T>(action: () => Promise<T>): Promise<T> {
    const result = turn.then(action);
    turn = result.catch(() => undefined);
    return result;
}

/**
 * Starts the gates of a generation that do not run yet, and waits until they listen. Queries still go where they went.
 * A gate that has to change on a port that is in use is restarted in place, after the time its last answers need.
 */
export const startGates = (files: GenerationFiles): Promise<void> => inTurn(() => start(files));

async function start(files: GenerationFiles): Promise<void> {
    const gates = gatesOf(files);
    if (!gates.length) return;
    makeFolder(RUNNING);
    const running = await runningUnits();
    const changed = gates.filter(
        ({port, unit, text}) => !running.has(unit) || read(`${RUNNING}/${port}.conf`) !== text,
    );
    while (changed.some(({unit}) => leaving.has(unit))) {
        await sleep(LOOK_MS / 5);
        await stopLeft();
    }
    for (const {port, text} of changed) write(`${RUNNING}/${port}.conf`, text);
    // None of them runs now, unless it is asked to change where it is.
    if (changed.length) await run([SYSTEMCTL, 'restart', ...changed.map(({unit}) => unit)]);
    for (const {unit} of gates) leaving.delete(unit);
    for (const gate of changed) await ready(gate);
}

const portOfUnit = (unit: string): number => Number(/@(\d+)\./.exec(unit)?.[1]);

async function stop(unwanted: readonly string[]): Promise<void> {
    if (!unwanted.length) return;
    await attempt([SYSTEMCTL, 'stop', ...unwanted]);
    if (!(await runningUnits()).size) await kernel.forgetGateQuestions();
    for (const unit of unwanted) remove(`${RUNNING}/${portOfUnit(unit)}.conf`);
}

/** Stops what has been left long enough; true when something is still waited for. */
async function stopLeft(): Promise<boolean> {
    const now = Date.now();
    const due = [...leaving].flatMap(([unit, when]) => (when <= now ? [unit] : []));
    for (const unit of due) leaving.delete(unit);
    await stop(due);
    return leaving.size > 0;
}

let timer = 0;
function watchLeft(): void {
    timer ||= GLib.timeout_add(GLib.PRIORITY_DEFAULT, LOOK_MS, () => {
        timer = 0;
        inTurn(stopLeft)
            .then(more => more && watchLeft())
            .catch((error: unknown) => console.warn(`gates that no rule needs still run: ${String(error)}`));
        return GLib.SOURCE_REMOVE;
    });
}

/** Stops the gates that no rule sends queries to any more, once their last answers are through. */
export const retireGates = (files: GenerationFiles): Promise<void> =>
    inTurn(async () => {
        const wanted = new Set(gatesOf(files).map(({unit}) => unit));
        if (!wanted.size) await kernel.forgetGateQuestions();
        const now = Date.now();
        for (const unit of await runningUnits())
            if (!wanted.has(unit) && !leaving.has(unit)) leaving.set(unit, now + GRACE_MS);
        if (leaving.size) watchLeft();
    });

/** A gate that could not add an address so many seconds ago still has a problem, or had one that somebody should know. */
const FAILURE_SECONDS = 3600;

/** What native/gate-sets.c said last, if it is not old: why an address is missing in its set. */
function failureIn(statusText: string, now: number): string | null {
    const [, time, set, why] = /^(\d{1,12}) (\w{1,64}) (.{1,200})$/.exec(statusText) ?? [];
    return time !== undefined && now - Number(time) < FAILURE_SECONDS ? `${set}: ${why}` : null;
}

export interface GateState {
    /** In systemd's words: the worst of the gates. */
    readonly state: string;
    /** Why an address could not be added to its set lately; null when all were. */
    readonly failure: string | null;
}

/** The gates of a generation. */
export async function gateState(generation: number | null): Promise<GateState> {
    const wanted = gatesOf(gateFiles(generation)).map(({unit}) => unit);
    if (!wanted.length) return {state: 'inactive', failure: null};
    const {stdout} = await attempt([SYSTEMCTL, 'show', '--property=ActiveState,StatusText', ...wanted]);
    const values = (key: string) =>
        [...stdout.matchAll(new RegExp(`^${key}=(.*)$`, 'gm'))].map(([, v]) => v!);
    const now = Date.now() / 1000;
    const failures = values('StatusText').flatMap(text => failureIn(text, now) ?? []);
    return {
        state: values('ActiveState').find(state => state !== 'active') ?? 'active',
        failure: failures[0] ?? null,
    };
}

/** The same in a line. */
export const gateInWords = ({state, failure}: GateState): string =>
    failure === null ? state : `${state}: an address could not be added (${failure})`;
