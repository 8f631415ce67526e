/** launch/GROUP: what the launcher reads, zero-terminated records, so that it needs no parser to speak of. */
import {PLACEHOLDER} from '../config/launching.js';
import type {ArgsPolicy} from '../config/types.js';
import type {PolicyGroup} from '../policy/types.js';

/** One word for what is admitted, and one record for each scheme of links. */
function argsRecords(args: ArgsPolicy): string[] {
    const schemes = args.kind === 'uris' ? args.schemes.map(scheme => `scheme=${scheme}:`) : [];
    return [`args=${args.kind}`, ...schemes];
}

/** All of bwrap's file system: read-only but where a user's programs write, and a process table of its own. */
const BWRAP = [
    ...['--ro-bind', '/', '/', '--dev-bind', '/dev', '/dev', '--proc', '/proc', '--unshare-pid'],
    ...['/home', '/tmp', '/var/tmp', '/run'].flatMap(folder => ['--bind-try', folder, folder]),
];

/** Puts a unit of the user's systemd manager around a command. */
const SESSION = '/usr/libexec/galaf/galaf-session';

/** The whole command: the sandbox with its options, which end with `--`, so that nothing else is taken for one. */
function wrapped({name, launch, sandbox}: PolicyGroup, command: readonly string[]): string[] {
    if (launch === 'firejail') return ['/usr/bin/firejail', '--quiet', ...(sandbox ?? []), '--', ...command];
    if (launch === 'bwrap') return ['/usr/bin/bwrap', ...(sandbox ?? BWRAP), '--', ...command];
    if (launch === 'scope') return [SESSION, 'scope', unitStem(name), ...command];
    return [...command];
}

/** A launch file. A zero byte inside a record would begin another one. */
export function launchRecords(records: readonly string[]): string {
    if (records.some(record => record.includes('\0'))) throw new Error('a zero byte in a launch file');
    return ['galaf-launch=2', ...records].map(record => `${record}\0`).join('');
}

/** The stem of a unit's name as desktops' conventions for app.slice have it: a `-` inside a part is escaped. */
const unitStem = (name: string): string => `app-galaf-${name.replaceAll('-', '\\x2d')}`;

/**
 * @param command the group's `execv`, or a variant of it
 * @returns null for a group that only defines permissions
 */
export function renderLaunch(group: PolicyGroup, command = group.execv): string | null {
    if (!command?.length) return null;
    const records = [
        `gid=${group.gid}`,
        `unit=${unitStem(group.name)}`,
        `harden=${group.harden}`,
        ...group.launchers.map(([from, to]) => `users=${from}-${to}`),
        ...argsRecords(command.includes(PLACEHOLDER) ? group.args : {kind: 'none'}),
        ...group.env.map(entry => `env=${entry}`),
    ];
    let placed = false;
    for (const word of wrapped(group, command)) {
        if (word === PLACEHOLDER && !placed) {
            placed = true;
            records.push('args');
        } else records.push(`argv=${word}`);
    }
    return launchRecords(records);
}
