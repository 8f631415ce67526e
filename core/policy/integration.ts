/** What groups take of the system's own ways to start programs: desktop files, services, shell commands. */
import type {Diagnostic} from '../config/types.js';
import {busName} from '../machine/desktop.js';
import {parseSections, splitExec, valueOf} from '../machine/key-file.js';
import {finding} from './findings.js';
import type {Machine, PolicyGroup} from './types.js';

const programOf = (word: string | undefined): string => word?.split('/').at(-1) ?? '';

/** The key with what it takes, for each that the group has. */
function taken(group: PolicyGroup): [key: 'desktop' | 'unit' | 'wrapper', what: string][] {
    return [
        ...(group.desktop === null ? [] : [['desktop', group.desktop] as ['desktop', string]]),
        ...(group.unit === null ? [] : [['unit', group.unit] as ['unit', string]]),
        ...(group.wrapper ? [['wrapper', programOf(group.execv?.[0])] as ['wrapper', string]] : []),
    ];
}

function checkDesktop(group: PolicyGroup, {desktop}: Machine, out: Diagnostic[]): void {
    const id = group.desktop;
    if (id === null || !desktop || !group.execv) return;
    const warn = (code: string, message: string, hint: string) =>
        out.push(
            finding(group.origin, 'warning', code, message, {hint, path: `${group.origin.path}.desktop`}),
        );
    if (desktop.entries[id] === undefined)
        warn(
            'no-desktop-file',
            `there is no desktop file ${id}`,
            'it counts from the first apply after it was installed',
        );
    const service = parseSections(desktop.services[id] ?? '').find(({name}) => name === 'D-BUS Service');
    const program = splitExec(valueOf(service, 'Exec') ?? '')[0];
    if (program && programOf(program) !== programOf(group.execv[0]))
        warn(
            'service-escapes',
            `the D-Bus service ${busName(id)} starts ${program}, which is not the program of "${group.name}"; it stays as it is`,
            'what the bus starts runs in no app group, so nothing is allowed to it; give that program a group of its own',
        );
}

/** Nothing can belong to two groups; what is missing or cannot be taken is warned about. */
export function checkIntegration(groups: readonly PolicyGroup[], machine: Machine, out: Diagnostic[]): void {
    const owners = new Map<string, PolicyGroup>();
    for (const group of groups) {
        for (const [key, what] of taken(group)) {
            const owner = owners.get(`${key} ${what}`);
            if (owner)
                out.push(
                    finding(
                        group.origin,
                        'error',
                        'conflict',
                        `${what} belongs to group "${owner.name}" already`,
                        {hint: `take “${key}” out of one of them`, path: `${group.origin.path}.${key}`},
                    ),
                );
            else owners.set(`${key} ${what}`, group);
        }
        checkDesktop(group, machine, out);
    }
}
