/** Edits of the configuration's text that keep its comments and order; what an edit is not about stays as it is. */
import type {JSONPath} from 'jsonc-parser';
import {Documents} from './editing/documents.js';
import type {Endpoint} from './editing/endpoints.js';
import {EditError} from './editing/errors.js';
import {addGroup, removeGroup, renameGroup, requireGroup} from './editing/groups.js';
import {addEndpoint, removeEndpoint} from './editing/permissions.js';
import type {SourceFile} from './types.js';

export {EditError} from './editing/errors.js';
export {readEdits} from './editing/read.js';
export type {Endpoint} from './editing/endpoints.js';

/** One change. `subject` is the name of a group, or `user:NAME`; a `value` of null removes the key. */
export type Edit =
    | {readonly verb: 'add-group'; readonly group: string; readonly entry: unknown}
    | {readonly verb: 'rename-group'; readonly group: string; readonly to: string}
    | {readonly verb: 'remove-group'; readonly group: string}
    | {readonly verb: 'set-group'; readonly group: string; readonly key: string; readonly value: unknown}
    | {readonly verb: 'add-endpoint'; readonly subject: string; readonly endpoint: Endpoint}
    | {readonly verb: 'remove-endpoint'; readonly subject: string; readonly endpoint: Endpoint}
    /** Any place, by its path as diagnostics write it (`config.dns`, `groups.web.allow[0].ports`), or as a list. */
    | {readonly verb: 'set'; readonly path: string | JSONPath; readonly value: unknown};

/** `groups.web.allow[0]` as a list of keys and indexes. */
function parsePath(path: string | JSONPath): JSONPath {
    const parts = typeof path === 'string' ? path.match(/[^.[\]]+|\[\d+\]/g) : [...path];
    if (!parts?.length) throw new EditError('invalid', 'the path of the value is empty');
    return parts.map(part => {
        const index = typeof part === 'string' ? /^\[(\d+)\]$/.exec(part)?.[1] : undefined;
        return index === undefined ? part : Number(index);
    });
}

function setValue(documents: Documents, path: JSONPath, value: unknown): void {
    if (value !== null) documents.set(path, value);
    else if (!documents.remove(path)) throw new EditError('not-found', `nothing is set at ${path.join('.')}`);
}

function setInGroup(documents: Documents, group: string, key: string, value: unknown): void {
    requireGroup(documents, group);
    const path = ['groups', group, key];
    if (value === null) return void documents.remove(path);
    // A group that is null gets no default domains; the object that takes its place must not get them either.
    const plain = documents.find(['groups', group])?.node.type === 'null';
    const defaults = documents.find(['config', 'defaults', 'domains']);
    documents.set(path, value);
    const asks = ['allow', 'domains', 'rule', 'rule6'].includes(key);
    if (plain && !asks && defaults && defaults.node.type !== 'null')
        documents.set(['groups', group, 'allow'], []);
}

function make(documents: Documents, edit: Edit): void {
    switch (edit.verb) {
        case 'add-group':
            return addGroup(documents, edit.group, edit.entry);
        case 'rename-group':
            return renameGroup(documents, edit.group, edit.to);
        case 'remove-group':
            return removeGroup(documents, edit.group);
        case 'set-group':
            return setInGroup(documents, edit.group, edit.key, edit.value);
        case 'add-endpoint':
            return addEndpoint(documents, edit.subject, edit.endpoint);
        case 'remove-endpoint':
            return removeEndpoint(documents, edit.subject, edit.endpoint);
        case 'set':
            return setValue(documents, parsePath(edit.path), edit.value);
    }
}

/**
 * Makes edits in order. What is new goes to the main file, what exists is changed in the file that has it.
 *
 * @param sources main file first; without any, a main file is begun
 * @returns all files, the untouched ones as they were; whether the result is a valid configuration is the parser's to say
 * @throws EditError when one of the edits cannot be made; nothing has been changed then
 */
export function applyEdits(sources: readonly SourceFile[], edits: readonly Edit[]): SourceFile[] {
    const documents = new Documents(sources);
    for (const edit of edits) make(documents, edit);
    return documents.sources;
}
