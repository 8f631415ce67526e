/** Users and app groups as lists show them. */
import {describeGrant} from '../../core/policy/describe.js';
import type {SourceFile, Subject} from '../../core/config/types.js';
import {_, fill, ngettext, saidOf} from '../i18n.js';
import type {Draft} from './draft.js';
import {asList, asText, type Raw, readRaw} from './raw.js';

export type SubjectKind = 'group' | 'user';

/** How edits and answers of the helper name it. */
export const subjectOf = (kind: SubjectKind, name: string): string =>
    kind === 'group' ? name : `user:${name}`;

/** Whether the policy has an entry for it, as it would be with the draft. */
export function isKnown({sources}: Draft, subject: string): boolean {
    const user = /^user:(.*)$/s.exec(subject)?.[1];
    return readRaw(sources, sectionOf(user === undefined ? 'group' : 'user')).some(
        ({name}) => name === (user ?? subject),
    );
}

export const sectionOf = (kind: SubjectKind): string => (kind === 'group' ? 'groups' : 'users');

/** One line of a list; `state` is a word for a tag, or ''. */
export interface SubjectLine {
    readonly name: string;
    readonly title: string;
    readonly icon: string;
    readonly summary: string;
    readonly state: 'error' | 'recording' | 'changed' | '';
}

/** Where an entry may go, as far as it can be read without parsing the whole. */
function rawSummary(value: Raw): string {
    const allow = Array.isArray(value['allow']) ? (value['allow'] as unknown[]) : [];
    const places = allow.flatMap(item =>
        typeof item === 'object' && item !== null ? asList((item as Raw)['to']) : [],
    );
    return [...asList(value['domains']), ...places].join(', ');
}

function summary(subject: Subject | undefined, value: Raw): string {
    if (!subject) return rawSummary(value) || _('Nothing is allowed');
    if (subject.record) return _('Everything is allowed while recording');
    const [first, second, ...more] = subject.grants.map(grant => saidOf(describeGrant(grant)));
    if (!first) return subject.ping ? _('Only ping is allowed') : _('Nothing is allowed');
    const shown = second ? `${first}; ${second}` : first;
    const rest = more.length
        ? ` ${fill(ngettext('and {count} more', 'and {count} more', more.length), {count: more.length})}`
        : '';
    return shown + rest;
}

function changedNames(draft: Draft, section: string): Set<string> {
    if (!draft.canUndo) return new Set();
    const before = entryTexts(draft.base, section);
    const after = entryTexts(draft.sources, section);
    return new Set([...after].filter(([name, text]) => before.get(name) !== text).map(([name]) => name));
}

const entryTexts = (sources: readonly SourceFile[], section: string): Map<string, string> =>
    new Map(readRaw(sources, section).map(({name, value}) => [name, JSON.stringify(value)]));

export function subjectLines(draft: Draft, kind: SubjectKind): SubjectLine[] {
    const section = sectionOf(kind);
    const {config} = draft.parsed;
    const list: readonly Subject[] = (kind === 'group' ? config?.groups : config?.users) ?? [];
    const parsed = new Map(list.map(subject => [subject.name, subject]));
    const wrong = new Set(
        draft.errors.flatMap(({path}) => (path.startsWith(`${section}.`) ? [path.split(/[.[]/)[1]!] : [])),
    );
    const changed = changedNames(draft, section);
    return readRaw(draft.sources, section).map(({name, value}) => ({
        name,
        title: asText(value['title']) || name,
        icon: asText(value['icon']) || (kind === 'user' ? 'avatar-default-symbolic' : ''),
        summary: summary(parsed.get(name), value),
        state: wrong.has(name)
            ? 'error'
            : changed.has(name)
              ? 'changed'
              : value['record'] === true
                ? 'recording'
                : '',
    }));
}
