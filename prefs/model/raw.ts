/** What the texts say literally, for editing: entries as they were written, with the file each stands in. */
import {parse} from 'jsonc-parser';
import type {SourceFile} from '../../core/config/types.js';
import {labelsOf} from '../../core/policy/titles.js';

export type Raw = Readonly<Record<string, unknown>>;

export interface RawEntry {
    readonly name: string;
    readonly file: string;
    readonly value: Raw;
}

const asObject = (value: unknown): Raw =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : {};

/** One text is asked for by many views; the last few stay parsed. */
const parsed = new Map<string, Raw>();

function documentOf(text: string): Raw {
    const known = parsed.get(text);
    if (known) return known;
    const value = asObject(parse(text, [], {allowTrailingComma: true}));
    if (parsed.size > 16) parsed.clear();
    parsed.set(text, value);
    return value;
}

/** Members of a top-level section in the order of the files; keys that start with # are comments. */
export function readRaw(sources: readonly SourceFile[], section: string): RawEntry[] {
    return sources.flatMap(({name: file, text}) =>
        Object.entries(asObject(documentOf(text)[section]))
            .filter(([name]) => !name.startsWith('#'))
            .map(([name, value]) => ({name, file, value: asObject(value)})),
    );
}

/** Members of `config` or `base`, whose values need not be objects. */
export function readSection(sources: readonly SourceFile[], section: string): Raw {
    return Object.assign({}, ...sources.map(({text}) => asObject(documentOf(text)[section]))) as Raw;
}

export const asText = (value: unknown): string => (typeof value === 'string' ? value : '');

export const asList = (value: unknown): string[] =>
    (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]).map(String);

/** What app groups are called, by name. */
export const titlesOf = (sources: readonly SourceFile[]): Map<string, string> =>
    labelsOf(readRaw(sources, 'groups').map(({name, value}) => ({name, title: asText(value['title'])})));
