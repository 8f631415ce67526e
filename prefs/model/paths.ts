/** Places in galaf.json. */
import type {SourceFile} from '../../core/config/types.js';
import type {Edit} from '../../core/config/edit.js';
import {readRaw, readSection} from './raw.js';

export type Path = readonly (string | number)[];

/** As diagnostics write it: `groups.mail.allow[0].to`. */
export const pathText = (path: Path): string =>
    path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i ? `.${part}` : part)).join('');

const step = (value: unknown, part: string | number): unknown =>
    typeof value === 'object' && value !== null
        ? (value as Record<string | number, unknown>)[part]
        : undefined;

/** The value as it was written, in whichever file it stands; undefined when it is not there. */
export function valueAt(sources: readonly SourceFile[], path: Path): unknown {
    const [section, name, ...rest] = path;
    if (typeof section !== 'string' || typeof name !== 'string') return undefined;
    if (section === 'config' || section === 'base')
        return rest.reduce(step, readSection(sources, section)[name]);
    const entry = readRaw(sources, section).find(one => one.name === name);
    return rest.reduce(step, entry?.value as unknown);
}

/** Null takes the key away. */
export function setValue(path: Path, value: unknown): Edit {
    const [section, group, key, ...rest] = path;
    // A group that is null has to become an object without gaining the defaults; that edit knows how.
    if (section === 'groups' && typeof key === 'string' && !rest.length)
        return {verb: 'set-group', group: String(group), key, value: value ?? null};
    return {verb: 'set', path: [...path], value: value ?? null};
}

/** Taking away what is not there: not a mistake here, but nothing to do either. */
export const isVoid = (sources: readonly SourceFile[], edit: Edit): boolean =>
    edit.verb === 'set' &&
    edit.value === null &&
    typeof edit.path !== 'string' &&
    valueAt(sources, edit.path) === undefined;
