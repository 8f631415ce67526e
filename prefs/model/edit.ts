/** Edits of a policy's texts that keep comments and order. */
import {applyEdits as applyText, modify, type JSONPath} from 'jsonc-parser';
import type {SourceFile} from '../../core/config/types.js';
import {readRaw} from './raw.js';

/** An item of `allow`. */
export interface Endpoint {
    readonly to: string | readonly string[];
    readonly ports?: string | readonly string[];
    readonly families?: readonly number[];
    readonly private?: boolean;
}

/** `subject` is a group's name, or `user:NAME`. */
export type Edit =
    | {readonly verb: 'add-group'; readonly group: string; readonly entry: object}
    | {readonly verb: 'rename-group'; readonly group: string; readonly to: string}
    | {readonly verb: 'remove-group'; readonly group: string}
    | {readonly verb: 'set-group'; readonly group: string; readonly key: string; readonly value: unknown}
    | {readonly verb: 'add-endpoint'; readonly subject: string; readonly endpoint: Endpoint}
    | {readonly verb: 'remove-endpoint'; readonly subject: string; readonly endpoint: Endpoint}
    | {readonly verb: 'set'; readonly path: JSONPath; readonly value: unknown};

const FORMAT = {formattingOptions: {tabSize: 4, insertSpaces: true, eol: '\n'}};
const MAIN = 'galaf.json';

const subjectPath = (subject: string): [string, string] =>
    subject.startsWith('user:') ? ['users', subject.slice(5)] : ['groups', subject];

function set(sources: readonly SourceFile[], path: JSONPath, value: unknown): SourceFile[] {
    const all = sources.length ? sources : [{name: MAIN, text: '{}\n'}];
    const [section, name] = path;
    const owner = readRaw(all, String(section)).find(entry => entry.name === name)?.file ?? all[0]!.name;
    return all.map(source =>
        source.name === owner
            ? {
                  ...source,
                  text: applyText(source.text, modify(source.text, path, value ?? undefined, FORMAT)),
              }
            : source,
    );
}

function endpoints(sources: readonly SourceFile[], [section, name]: [string, string]): unknown[] {
    const allow = readRaw(sources, section).find(entry => entry.name === name)?.value['allow'];
    return Array.isArray(allow) ? allow : [];
}

function applyOne(sources: readonly SourceFile[], edit: Edit): SourceFile[] {
    switch (edit.verb) {
        case 'add-group':
            return set(sources, ['groups', edit.group], edit.entry);
        case 'remove-group':
            return set(sources, ['groups', edit.group], null);
        case 'set-group':
            return set(sources, ['groups', edit.group, edit.key], edit.value);
        case 'rename-group': {
            const entry = readRaw(sources, 'groups').find(({name}) => name === edit.group)?.value ?? {};
            return set(set(sources, ['groups', edit.group], null), ['groups', edit.to], entry);
        }
        case 'add-endpoint': {
            const path = subjectPath(edit.subject);
            return set(sources, [...path, 'allow'], [...endpoints(sources, path), edit.endpoint]);
        }
        case 'remove-endpoint': {
            const path = subjectPath(edit.subject);
            const text = JSON.stringify(edit.endpoint);
            const left = endpoints(sources, path).filter(one => JSON.stringify(one) !== text);
            return set(sources, [...path, 'allow'], left);
        }
        case 'set':
            return set(sources, edit.path, edit.value);
    }
}

export const applyEdits = (sources: readonly SourceFile[], edits: readonly Edit[]): SourceFile[] =>
    edits.reduce<SourceFile[]>(applyOne, [...sources]);
