/** All verbs of galafctl, and the help that comes of them. */
import {_} from '../i18n.js';
import {BLOCKED} from './blocked.js';
import {FILES} from './files.js';
import {GROUPS} from './groups.js';
import {PERMISSIONS} from './permissions.js';
import {POLICY} from './policy.js';
import {RECORD} from './record.js';
import {STATE} from './state.js';
import {TRAFFIC} from './traffic.js';
import type {Verb} from './verb.js';

export const VERBS: readonly Verb[] = [
    ...POLICY,
    ...STATE,
    ...TRAFFIC,
    ...BLOCKED,
    ...RECORD,
    ...PERMISSIONS,
    ...GROUPS,
    ...FILES,
];

/** The verb that a command line begins with, and the rest of it. */
export function findVerb(line: readonly string[]): {verb: Verb; rest: readonly string[]} | null {
    for (const length of [2, 1]) {
        const verb = VERBS.find(({name}) => name === line.slice(0, length).join(' '));
        if (verb && line.length >= length) return {verb, rest: line.slice(length)};
    }
    return null;
}

/** Where the second column of the help begins. */
const COLUMN = 30;

function helpLine({name, usage, help}: Verb): string {
    const head = `  ${name} ${usage}`.trimEnd();
    return head.length < COLUMN - 1
        ? head.padEnd(COLUMN) + help()
        : `${head}\n${' '.repeat(COLUMN)}${help()}`;
}

/** Verbs that a line names: the one that it begins with, or all that go on as it does. */
export function verbsOf(line: readonly string[]): readonly Verb[] {
    const found = findVerb(line);
    return found ? [found.verb] : VERBS.filter(({name}) => name.startsWith(`${line[0]} `));
}

/** Of the verbs that a line names, or of all. */
export function helpOf(line: readonly string[]): string {
    const verbs = verbsOf(line);
    return verbs.length ? verbs.map(helpLine).join('\n') : helpText();
}

export const helpText = (): string =>
    [
        _('galafctl COMMAND [--json]'),
        '',
        ...VERBS.map(helpLine),
        '',
        _('TIME is 90s, 15m, 1h or 2d. --json prints the answer as it is, on one line.'),
        _('--help shows this, --version which version this is.'),
        _('Exit codes: 0 done, 1 failed, 2 usage, 3 invalid configuration, 4 not authorised, 5 no helper.'),
    ].join('\n');
