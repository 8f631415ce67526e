/** Changes of single things in the configuration, and the end of a group. */
import {applyEdits, type Edit, readEdits} from '../../core/config/edit.js';
import {type Caller, whileThere} from '../caller.js';
import {checkRevision, sourcesOrNone} from '../configuration.js';
import type {Applied, Deleted} from '../dbus/answers.js';
import * as deletion from '../engine/deletion.js';
import * as generations from '../engine/generations.js';
import * as groups from '../engine/groups.js';
import {renamesTo} from '../engine/in-force.js';
import type {Rename} from '../engine/journal.js';
import * as trial from '../engine/trial.js';
import {inTurn} from '../turn.js';
import {applyChanged, trialOf} from './configuration.js';
import type {Methods} from './types.js';

/** Renames of groups that the system has already; one that was never applied is only a word in the file. */
function renamesIn(edits: readonly Edit[]): Rename[] {
    const names = groups.names();
    return edits.flatMap(edit => {
        if (edit.verb !== 'rename-group' || !names.delete(edit.group)) return [];
        names.add(edit.to);
        return [[edit.group, edit.to] as const];
    });
}

/** Those that edits say the fate of. */
const groupsOf = (edits: readonly Edit[]): string[] =>
    edits.flatMap(edit => {
        if (edit.verb === 'rename-group') return [edit.group, edit.to];
        return edit.verb === 'add-group' || edit.verb === 'remove-group' ? [edit.group] : [];
    });

function editAndApply([json, expected, seconds]: [string, string, number], {uid}: Caller): Promise<Applied> {
    const edits = readEdits(json);
    const trialSeconds = trialOf(seconds);
    return inTurn(async () => {
        const before = sourcesOrNone();
        checkRevision(before, expected);
        const after = applyEdits(before, edits);
        // The file may tell of others, that nobody has applied yet.
        const renames = [...renamesIn(edits), ...renamesTo(after, groupsOf(edits))];
        return applyChanged(before, after, {uid, trialSeconds, renames});
    });
}

/**
 * Applies the configuration without a group. Null when nothing names it any more, so that only the group of the system is left.
 *
 * @param exists whether the system has it
 */
async function applyWithout(name: string, exists: boolean, uid: number): Promise<Applied | null> {
    const before = sourcesOrNone();
    let after: ReturnType<typeof applyEdits>;
    try {
        after = applyEdits(before, [{verb: 'remove-group', group: name}]);
    } catch (error) {
        if (!deletion.isMissing(error) || !exists) throw error;
        if (!generations.metaInForce()?.groups.some(group => group.name === name)) return null;
        // Somebody has taken it out of the file already, and not applied that.
        after = before;
    }
    return applyChanged(before, after, {uid, trialSeconds: 0, renames: renamesTo(after, [name])});
}

/** Takes a group out of the configuration if it is there, gives its files back and removes it from the system. */
function deleteGroup(
    [name, force, otherMounts]: [string, boolean, boolean],
    {uid, sender}: Caller,
): Promise<Deleted> {
    return inTurn(async () => {
        trial.refuseDuring();
        const group = deletion.find(name);
        deletion.refuseWhileRunning(group, force);
        const applied = await applyWithout(name, group !== null, uid);
        return {
            applied,
            ...(group
                ? await whileThere(sender, gone => deletion.erase(group, otherMounts, gone))
                : deletion.NOTHING),
        };
    });
}

export const GROUPS: Methods = {Edit: editAndApply, DeleteGroup: deleteGroup};
