/** App groups. */
import type {Caller} from '../caller.js';
import {readSources} from '../configuration.js';
import * as edit from '../edit.js';
import {inTurn} from '../turn.js';
import {applyChanged} from './configuration.js';
import type {Methods} from './types.js';

export const GROUPS: Methods = {
    AddGroup: ([name, entry]: [string, string], {uid}: Caller) =>
        inTurn(async () => {
            const before = readSources();
            return applyChanged(before, edit.addGroup(before, name, entry), {uid, trialSeconds: 0});
        }),

    RenameGroup: ([from, to]: [string, string], {uid}: Caller) =>
        inTurn(async () => {
            const before = readSources();
            const after = edit.renameGroup(before, from, to);
            return applyChanged(before, after, {uid, trialSeconds: 0, renames: [[from, to]]});
        }),
};
