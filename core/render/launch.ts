/** launch/GROUP: what the launcher reads, zero-terminated records, so that it needs no parser to speak of. */
import type {ArgsPolicy} from '../config/types.js';
import type {PolicyGroup} from '../policy/types.js';

/** Stands in `execv` where the caller's arguments go. */
const PLACEHOLDER = '…';

function argsText(args: ArgsPolicy): string {
    return args.kind === 'uris' ? `uris:${args.schemes.join(',')}` : args.kind;
}

/** All of bwrap's file system: read-only but where a user's programs write, and a process table of its own. */
const BWRAP = [
    ...['--ro-bind', '/', '/', '--dev-bind', '/dev', '/dev', '--proc', '/proc', '--unshare-pid'],
    ...['/home', '/tmp', '/var/tmp', '/run'].flatMap(folder => ['--bind-try', folder, folder]),
];

/** What the command is started through. Options end with `--`, so that nothing of the command is taken for one. */
function sandboxCommand({launch, sandbox}: PolicyGroup): string[] {
    if (launch === 'firejail') return ['/usr/bin/firejail', '--quiet', ...(sandbox ?? []), '--'];
    if (launch === 'bwrap') return ['/usr/bin/bwrap', ...(sandbox ?? BWRAP), '--'];
    return [];
}

/** A launch file. A zero byte inside a record would begin another one. */
export function launchRecords(records: readonly string[]): string {
    if (records.some(record => record.includes('\0'))) throw new Error('a zero byte in a launch file');
    return ['galaf-launch=2', ...records].map(record => `${record}\0`).join('');
}

/** The stem of a unit's name as desktops' conventions for app.slice have it: a `-` inside a part is escaped. */
const unitStem = (name: string): string => `app-galaf-${name.replaceAll('-', '\\x2d')}`;

/** Null for a group that only defines permissions. */
export function renderLaunch(group: PolicyGroup): string | null {
    const {execv} = group;
    if (!execv?.length) return null;
    const records = [
        `gid=${group.gid}`,
        `mode=${group.launch === 'scope' ? 'scope' : 'direct'}`,
        `unit=${unitStem(group.name)}`,
        `harden=${group.harden}`,
        `users=${group.launchers.map(([from, to]) => `${from}-${to}`).join(',')}`,
        `args=${argsText(group.args)}`,
        ...group.env.map(entry => `env=${entry}`),
        ...sandboxCommand(group).map(word => `argv=${word}`),
    ];
    let placed = false;
    for (const word of execv) {
        if (word === PLACEHOLDER && !placed) {
            placed = true;
            records.push('args');
        } else records.push(`argv=${word}`);
    }
    return launchRecords(records);
}
