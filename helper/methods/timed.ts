/** Permissions for a while. */
import {parseConfig} from '../../core/config/parse.js';
import {forAWhile, noLonger, type Note, timeIsOver} from '../../core/policy/notes.js';
import {subjectIn, userOf} from '../../core/policy/timed.js';
import type {Caller} from '../caller.js';
import type {TimedPermission} from '../dbus/answers.js';
import * as generations from '../engine/generations.js';
import {sourcesInForce} from '../engine/prepare.js';
import * as timed from '../engine/timed.js';
import * as trial from '../engine/trial.js';
import {ConflictError, InvalidArgumentError, NotFoundError} from '../errors.js';
import * as kernel from '../kernel.js';
import {renderAnew} from '../renewal.js';
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
    let endpoint: unknown;
    try {
        endpoint = JSON.parse(json);
    } catch (error) {
        throw new InvalidArgumentError(`the endpoint is not JSON: ${(error as Error).message}`);
    }
    // Null records, which has a method of its own.
    if (endpoint === null) throw new InvalidArgumentError('the endpoint is null');
    return endpoint;
}

/** Throws unless the policy in force has what the permission is for; users need not be named there. */
function checkSubject(subject: string, endpoint: unknown): void {
    const {config} = parseConfig(sourcesInForce());
    const entry = config ? subjectIn(config, subject) : undefined;
    if (!entry && userOf(subject) === null)
        throw new NotFoundError(`the policy in force has no app group "${subject}"`);
    if (endpoint === null && entry?.record)
        throw new ConflictError(`"${subject}" is recorded already, for as long as the files say "record"`);
}

/** @param endpoint an entry of `allow`; null records */
function begin(subject: string, endpoint: unknown, end: string, {uid}: Caller): Promise<TimedPermission> {
    const until = readUntil(end);
    return inTurn(async () => {
        trial.refuseDuring();
        checkSubject(subject, endpoint);
        const entry = timed.create(subject, endpoint, until);
        const before = timed.find(entry.id);
        const permission = await timed.add(entry);
        try {
            await renderAnew(uid, forAWhile(permission));
        } catch (error) {
            // The rules are those of before.
            await (before ? timed.add(before) : timed.forget([entry.id]));
            throw error;
        }
        return permission;
    });
}

/** What is over ends here, before its time as well, whatever becomes of the rules. */
async function endInKernel(): Promise<void> {
    const meta = generations.metaInForce();
    if (!meta) return;
    const commands = timed.ending(meta.table, generations.fileOf(meta.generation, 'ruleset.nft') ?? '');
    if (commands && (await kernel.readTable(meta.table))?.ours) await kernel.load(commands);
}

/** Renders the policy without what is over. It ends even when that fails, and is tried again: its set is empty. */
async function withoutOver(authorUid: number, note: Note): Promise<void> {
    await endInKernel();
    const over = timed.over();
    await renderAnew(authorUid, note);
    await timed.forget(over);
}

/** Ends what is over; whether there was any. A trial is waited for: it goes back to a policy of its own. */
export async function endOverdueTimed(): Promise<boolean> {
    if (trial.current() || !timed.over().length) return false;
    await withoutOver(0, timeIsOver);
    return true;
}

export const TIMED: Methods = {
    AllowFor: ([subject, json, end]: [string, string, string], caller: Caller) =>
        begin(subject, readEndpoint(json), end, caller),

    RecordFor: ([subject, end]: [string, string], caller: Caller) => begin(subject, null, end, caller),

    EndTimed: ([id]: [string], {uid}: Caller) =>
        inTurn(async () => {
            trial.refuseDuring();
            const permission = timed.end(id);
            await withoutOver(uid, noLonger(permission));
        }),
};
