/** Older policies, and policies on trial. */
import {parseGroup, parsePasswd} from '../../core/machine/accounts.js';
import {backTo} from '../../core/policy/notes.js';
import type {Caller} from '../caller.js';
import {sourcesOrNone} from '../configuration.js';
import type {Applied, GenerationInfo} from '../dbus/answers.js';
import * as generations from '../engine/generations.js';
import type {Rename} from '../engine/journal.js';
import * as trial from '../engine/trial.js';
import {NotFoundError} from '../errors.js';
import {read} from '../files.js';
import {renewOutdated} from '../renewal.js';
import * as signals from '../signals.js';
import {inTurn} from '../turn.js';
import {applyChanged} from './configuration.js';
import type {Methods} from './types.js';

function list(): {generations: GenerationInfo[]} {
    const names = new Map(parsePasswd(read('/etc/passwd') ?? '').map(({uid, name}) => [uid, name]));
    const current = generations.current();
    const onTrial = trial.current()?.generation;
    const found = generations.numbers().flatMap(generation => {
        const meta = generations.metaOf(generation);
        if (!meta) return [];
        const {created, author_uid, summary, titled_summary = summary} = meta;
        const author = names.get(author_uid) ?? String(author_uid);
        const state = {current: generation === current, trial: generation === onTrial};
        return [{generation, created, author_uid, author, summary, titled_summary, ...state}];
    });
    return {generations: found.reverse()};
}

/**
 * A group that was renamed since an older generation keeps its id and gets its old name back. The same id alone does not
 * make it the same group: it may have been deleted, and another one have got its id.
 */
function renamesTo(meta: generations.Meta): Rename[] {
    const gids = new Map(parseGroup(read('/etc/group') ?? '').map(({name, gid}) => [name, gid]));
    const since = generations
        .numbers()
        .filter(number => number > meta.generation)
        .flatMap(number => generations.metaOf(number)?.renames ?? []);
    return meta.groups.flatMap(({name, gid}) => {
        const now = since.reduce((last, [from, to]) => (last === from ? to : last), name);
        return now !== name && !gids.has(name) && gids.get(now) === gid ? [[now, name] as const] : [];
    });
}

function rollback([generation, trialSeconds]: [number, number], {uid}: Caller): Promise<Applied> {
    return inTurn(() => {
        const meta = generations.metaOf(generation);
        if (!meta) throw new NotFoundError(`there is no generation ${generation} to go back to`);
        const after = generations.sourcesOf(generation);
        return applyChanged(sourcesOrNone(), after, {
            uid,
            trialSeconds,
            renames: renamesTo(meta),
            note: backTo(generation),
        });
    });
}

export const GENERATIONS: Methods = {
    Generations: list,
    Rollback: rollback,

    Confirm: ([generation]: [number]) =>
        inTurn(async () => {
            await trial.confirm(generation);
            signals.statusChanged();
            await renewOutdated();
        }),

    Revert: ([generation]: [number]) =>
        inTurn(async () => {
            await trial.revertTrial(generation);
            signals.policyChanged(generations.current() ?? 0);
            await renewOutdated();
        }),
};
