/**
 * A new version of the package renders the policy in force anew, so that what it mends in the rules holds at once. It happens when
 * its helper starts, which the package's installation sees to, and later where that has to wait: rules that are stopped or paused
 * stay away until somebody brings them back, and a trial ends first.
 */
import {type Note, renewedBy} from '../core/policy/notes.js';
import type {Applied} from './dbus/answers.js';
import {apply} from './engine/apply.js';
import * as generations from './engine/generations.js';
import {prepare, sourcesInForce} from './engine/prepare.js';
import * as trial from './engine/trial.js';
import {messageOf} from './errors.js';
import {read, remove, write} from './files.js';
import * as signals from './signals.js';
import {readState} from './state.js';

/** In /run: what failed is tried again after a reboot, and by the next version. */
const FILE = '/run/galaf/renewal.json';

/** A renewal that has begun; it is not begun twice, whether it failed or the helper died of it. */
interface Attempt {
    readonly version: string;
    readonly generation: number;
    readonly error: string;
}

/** Renders the policy in force anew. What somebody wrote into the file since is theirs to apply. */
export async function renderAnew(authorUid: number, note: Note): Promise<Applied> {
    const applied = await apply(await prepare(sourcesInForce()), {authorUid, note});
    signals.policyChanged(applied.generation);
    return applied;
}

function attempted(generation: number): Attempt | null {
    const text = read(FILE);
    const found = text === null ? null : (JSON.parse(text) as Attempt);
    return found?.version === VERSION && found.generation === generation ? found : null;
}

/** Rules of another version that are in force, and why they have not been rendered anew; null when they are of this one. */
export function outdated(): {readonly version: string | null; readonly error: string | null} | null {
    const meta = generations.metaInForce();
    if (!meta || meta.version === VERSION) return null;
    return {version: meta.version ?? null, error: attempted(meta.generation)?.error ?? null};
}

/** Renews what another version rendered, once. Never throws: the rules in force stay then, and the doctor tells. */
export async function renewOutdated(): Promise<void> {
    const meta = generations.metaInForce();
    if (!meta || meta.version === VERSION || trial.current() || attempted(meta.generation)) return;
    const begun = {version: VERSION, generation: meta.generation, error: 'it was interrupted'};
    try {
        if (!['enforcing', 'closed'].includes(await readState())) return;
        write(FILE, JSON.stringify(begun satisfies Attempt));
        await renderAnew(0, renewedBy(VERSION));
        remove(FILE);
    } catch (error) {
        console.error(`the rules of generation ${meta.generation} stay as they were: ${messageOf(error)}`);
        write(FILE, JSON.stringify({...begun, error: messageOf(error)} satisfies Attempt));
    }
}
