/** Edits of galaf.json that keep comments and order. */
import {applyEdits, findNodeAtLocation, modify, parseTree} from 'jsonc-parser';
import {parseConfig} from '../core/config/parse.js';
import type {Config, SourceFile} from '../core/config/types.js';
import {ConflictError, GalafError, InvalidConfigurationError, NotFoundError} from './errors.js';
import {MAIN_FILE} from './configuration.js';

const FORMAT = {formattingOptions: {tabSize: 4, insertSpaces: true, eol: '\n'}};

const PARSE = {allowTrailingComma: true, disallowComments: false};

function configOf(sources: readonly SourceFile[]): Config {
    const {config, diagnostics} = parseConfig(sources);
    if (!config) throw new InvalidConfigurationError(diagnostics);
    return config;
}

const replaceText = (sources: readonly SourceFile[], name: string, text: string): SourceFile[] =>
    sources.map(source => (source.name === name ? {name, text} : source));

/** Adds a group to the main file. Throws ConflictError when the name is taken. */
export function addGroup(sources: readonly SourceFile[], name: string, entryText: string): SourceFile[] {
    const config = configOf(sources);
    if ([...config.groups, ...config.users].some(entry => entry.name === name))
        throw new ConflictError(`"${name}" exists already`);
    let entry: unknown;
    try {
        entry = JSON.parse(entryText);
    } catch (cause) {
        throw new GalafError('the entry of the new group is not JSON', {cause});
    }
    const main = sources[0]?.text ?? '{}';
    return replaceText(sources, MAIN_FILE, applyEdits(main, modify(main, ['groups', name], entry, FORMAT)));
}

/** Renames a group's key and every reference to it, in the file that defines it. */
export function renameGroup(sources: readonly SourceFile[], from: string, to: string): SourceFile[] {
    const config = configOf(sources);
    const group = config.groups.find(({name}) => name === from);
    if (!group) throw new NotFoundError(`no app group "${from}"`);
    if ([...config.groups, ...config.users].some(({name}) => name === to))
        throw new ConflictError(`"${to}" exists already`);
    return sources.map(({name, text}) => ({name, text: renameIn(text, from, to)}));
}

function renameIn(text: string, from: string, to: string): string {
    const root = parseTree(text, [], PARSE);
    if (!root) return text;
    const edits: {offset: number; length: number; content: string}[] = [];
    const replace = (node: {offset: number; length: number} | undefined, value: string) => {
        if (node) edits.push({offset: node.offset, length: node.length, content: JSON.stringify(value)});
    };
    for (const section of ['groups', 'users'])
        for (const property of findNodeAtLocation(root, [section])?.children ?? []) {
            const [key, value] = property.children ?? [];
            if (section === 'groups' && key?.value === from) replace(key, to);
            const domains = value && findNodeAtLocation(value, ['domains']);
            if (domains?.value === from) replace(domains, to);
        }
    const shared = findNodeAtLocation(root, ['config', 'defaults', 'domains']);
    if (shared?.value === from) replace(shared, to);
    for (const property of findNodeAtLocation(root, ['inbound'])?.children ?? []) {
        const value = property.children?.[1];
        const as = value && findNodeAtLocation(value, ['as']);
        if (as?.value === `group:${from}`) replace(as, `group:${to}`);
    }
    return applyEdits(text, edits);
}
