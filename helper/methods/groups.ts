/** App groups. */
import {applyEdits} from '../../core/config/edit.js';
import type {Caller} from '../caller.js';
import {readSources} from '../configuration.js';
import {inTurn} from '../turn.js';
import {applyChanged} from './configuration.js';
import type {Methods} from './types.js';

export const GROUPS: Methods = {
    AddGroup: ([name, entry]: [string, string], {uid}: Caller) =>
        inTurn(async () => {
            const before = readSources();
            const group = JSON.parse(entry) as unknown;
            const after = applyEdits(before, [{verb: 'add-group', group: name, entry: group}]);
            return applyChanged(before, after, {uid, trialSeconds: 0});
        }),

    RenameGroup: ([from, to]: [string, string], {uid}: Caller) =>
        inTurn(async () => {
            const before = readSources();
            const after = applyEdits(before, [{verb: 'rename-group', group: from, to}]);
            return applyChanged(before, after, {uid, trialSeconds: 0, renames: [[from, to]]});
        }),
};
