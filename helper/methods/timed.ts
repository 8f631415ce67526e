/** Permissions for a while. */
import type {Caller} from '../caller.js';
import {pathOf} from '../configuration.js';
import type {Applied, TimedPermission} from '../dbus/answers.js';
import {apply} from '../engine/apply.js';
import * as generations from '../engine/generations.js';
import {prepare} from '../engine/prepare.js';
import * as timed from '../engine/timed.js';
import * as trial from '../engine/trial.js';
import {InvalidArgumentError, NotFoundError} from '../errors.js';
import * as signals from '../signals.js';
import {inTurn} from '../turn.js';
import type {Methods} from './types.js';

function readUntil(text: string): timed.Until {
    if (text === 'boot' || text === 'exit') return {kind: text};
    const seconds = /^\d{1,9}$/.test(text) ? Number(text) : 0;
    if (seconds < 1 || seconds > timed.MAX_SECONDS)
        throw new InvalidArgumentError(
            `"${text}" is no end: write "boot", "exit" or 1 to ${timed.MAX_SECONDS} seconds`,
        );
    return {kind: 'time', seconds};
}

function readEndpoint(json: string): unknown {
    try {
        return JSON.parse(json);
    } catch (error) {
        throw new InvalidArgumentError(`the endpoint is not JSON: ${(error as Error).message}`);
    }
}

/** Renders the policy in force anew. What somebody wrote into the file since is theirs to apply. */
async function applyAgain(authorUid: number, note: string): Promise<Applied> {
    const current = generations.current();
    if (current === null) throw new NotFoundError('no policy has been applied yet');
    const sources = generations.sourcesOf(current).map(({name, text}) => ({name: pathOf(name), text}));
    const applied = await apply(await prepare(sources), {authorUid, note});
    signals.policyChanged(applied.generation);
    return applied;
}

const inWords = ({subject, endpoint}: TimedPermission): string => `${subject} may reach ${endpoint}`;

function allowFor([subject, json, end]: [string, string, string], {uid}: Caller): Promise<TimedPermission> {
    const until = readUntil(end);
    const endpoint = readEndpoint(json);
    return inTurn(async () => {
        trial.refuseDuring();
        const entry = timed.create(subject, endpoint, until);
        const permission = await timed.add(entry);
        try {
            await applyAgain(uid, `for a while: ${inWords(permission)}`);
        } catch (error) {
            await timed.remove(entry.id);
            throw error;
        }
        return permission;
    });
}

/** Ends what is over; whether there was any. A trial is waited for: it goes back to a policy of its own. */
export async function endOverdueTimed(): Promise<boolean> {
    if (!timed.overdue() || trial.current()) return false;
    timed.prune();
    await applyAgain(0, 'the time of a permission is over');
    return true;
}

export const TIMED: Methods = {
    AllowFor: allowFor,

    EndTimed: ([id]: [string], {uid}: Caller) =>
        inTurn(async () => {
            trial.refuseDuring();
            const permission = await timed.remove(id);
            await applyAgain(uid, `no longer: ${inWords(permission)}`);
        }),
};
