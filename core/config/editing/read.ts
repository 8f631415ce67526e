/** Edits as they arrive from another process. */
import type {Edit} from '../edit.js';
import {EditError} from './errors.js';

type Check = (value: unknown) => boolean;

const text: Check = value => typeof value === 'string' && value !== '';
const anything: Check = value => value !== undefined;
const path: Check = value =>
    text(value) ||
    (Array.isArray(value) &&
        value.length > 0 &&
        value.every(part => typeof part === 'string' || (Number.isInteger(part) && part >= 0)));
/** What stands in it is the parser's to judge. */
const endpoint: Check = value => typeof value === 'object' && value !== null && 'to' in value;

const FIELDS: Readonly<Record<Edit['verb'], Readonly<Record<string, Check>>>> = {
    'add-group': {group: text, entry: anything},
    'rename-group': {group: text, to: text},
    'remove-group': {group: text},
    'set-group': {group: text, key: text, value: anything},
    'add-endpoint': {subject: text, endpoint},
    'remove-endpoint': {subject: text, endpoint},
    set: {path, value: anything},
};

function readEdit(value: unknown): Edit {
    const fields = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
    const {verb, ...rest} = fields;
    if (typeof verb !== 'string' || !Object.hasOwn(FIELDS, verb))
        throw new EditError('invalid', `"verb" is one of ${Object.keys(FIELDS).join(', ')}`);
    const checks = FIELDS[verb as Edit['verb']];
    for (const [key, check] of Object.entries(checks))
        if (!check(rest[key]))
            throw new EditError('invalid', `"${key}" of ${verb} is missing or has the wrong type`);
    const stray = Object.keys(rest).find(key => !Object.hasOwn(checks, key));
    if (stray !== undefined) throw new EditError('invalid', `${verb} has no "${stray}"`);
    return fields as unknown as Edit;
}

/** A JSON list of edits. @throws EditError when it is none */
export function readEdits(json: string): Edit[] {
    let value: unknown;
    try {
        value = JSON.parse(json);
    } catch (error) {
        throw new EditError('invalid', `the edits are not JSON: ${(error as Error).message}`);
    }
    if (!Array.isArray(value)) throw new EditError('invalid', 'the edits are not a list');
    return value.map(readEdit);
}
