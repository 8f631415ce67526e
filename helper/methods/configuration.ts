/** Reading, judging and changing the configuration. */
import type {SourceFile} from '../../core/config/types.js';
import type {Note} from '../../core/policy/notes.js';
import type {Caller} from '../caller.js';
import {checkRevision, pathOf, readSources, revisionOf, sourcesOrNone} from '../configuration.js';
import type {Applied, Configuration, Preview} from '../dbus/answers.js';
import {apply} from '../engine/apply.js';
import {sourceNames} from '../engine/generations.js';
import type {FileEdit, Rename} from '../engine/journal.js';
import {examine, prepare} from '../engine/prepare.js';
import {renamesTo} from '../engine/in-force.js';
import {preview} from '../engine/preview.js';
import * as trial from '../engine/trial.js';
import {InvalidArgumentError} from '../errors.js';
import * as signals from '../signals.js';
import {inTurn} from '../turn.js';
import type {Methods} from './types.js';

type Pairs = readonly (readonly [name: string, text: string])[];

/** A megabyte holds ten thousand groups. What is longer is no configuration, and would keep the helper busy. */
const MAX_TEXT = 8 << 20;
const MAX_FILES = 1000;

/** Texts from a caller under the names that the configuration's files have. */
function received(pairs: Pairs): SourceFile[] {
    const size = pairs.reduce((sum, [, text]) => sum + text.length, 0);
    if (pairs.length > MAX_FILES || size > MAX_TEXT)
        throw new InvalidArgumentError(
            `more than ${MAX_FILES} files or ${MAX_TEXT >> 20} MiB of configuration`,
        );
    // Both texts would be in the policy, and one of them on disk.
    const sources = pairs.map(([name, text]) => ({name, text}));
    const names = new Set(sourceNames(sources).map(({name}) => name));
    if (names.size < sources.length) throw new InvalidArgumentError('a file was given twice');
    return sources;
}

/** Seconds of a trial as a caller may ask for them. */
export function trialOf(seconds: number): number {
    if (seconds > trial.MAX_SECONDS)
        throw new InvalidArgumentError(`a trial lasts ${trial.MAX_SECONDS} seconds at most`);
    return seconds;
}

/** What has to happen to the files on disk so that they become `after`. */
function editsBetween(before: readonly SourceFile[], after: readonly SourceFile[]): FileEdit[] {
    const names = new Set([...before, ...after].map(({name}) => name));
    const textIn = (list: readonly SourceFile[], name: string) =>
        list.find(file => file.name === name)?.text ?? null;
    return [...names].flatMap(name => {
        const [old, text] = [textIn(before, name), textIn(after, name)];
        return old === text ? [] : [{name, before: old, after: text}];
    });
}

/** Applies a configuration that differs from the one on disk, and writes it on the way. */
export async function applyChanged(
    before: readonly SourceFile[],
    after: readonly SourceFile[],
    options: {uid: number; trialSeconds: number; renames?: readonly Rename[]; note?: Note},
): Promise<Applied> {
    const {uid, trialSeconds, renames = [], note} = options;
    const files = after.map(({name, text}) => ({name: pathOf(name), text}));
    const applied = await apply(await prepare(files, renames), {
        ...{authorUid: uid, trialSeconds, renames},
        ...(note === undefined ? {} : {note}),
        edits: editsBetween(before, files),
    });
    signals.policyChanged(applied.generation);
    return applied;
}

function applyDisk([expected, seconds]: [string, number], {uid}: Caller): Promise<Applied> {
    const trialSeconds = trialOf(seconds);
    return inTurn(async () => {
        const sources = readSources();
        checkRevision(sources, expected);
        const renames = renamesTo(sources);
        const applied = await apply(await prepare(sources, renames), {
            authorUid: uid,
            trialSeconds,
            renames,
        });
        signals.policyChanged(applied.generation);
        return applied;
    });
}

function applySources([pairs, expected, seconds]: [Pairs, string, number], {uid}: Caller): Promise<Applied> {
    const after = received(pairs);
    if (!after.length) throw new InvalidArgumentError('no configuration was given');
    const trialSeconds = trialOf(seconds);
    return inTurn(async () => {
        const before = sourcesOrNone();
        checkRevision(before, expected);
        return applyChanged(before, after, {uid, trialSeconds, renames: renamesTo(after)});
    });
}

export const CONFIGURATION: Methods = {
    Check: async ([pairs]: [Pairs]) => ({diagnostics: (await examine(received(pairs))).diagnostics}),

    ReadConfiguration: (): Configuration => {
        const sources = sourcesOrNone();
        return {revision: revisionOf(sources), sources};
    },

    Preview: ([pairs]: [Pairs]): Promise<Preview> =>
        preview(pairs.length ? received(pairs) : sourcesOrNone()),

    Apply: applyDisk,
    ApplySources: applySources,
};
