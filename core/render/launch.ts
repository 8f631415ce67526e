/** launch/NAME: what the launcher reads, NUL-terminated records, so that it needs no parser to speak of. */
import type {ArgsPolicy} from '../config/types.js';
import type {PolicyGroup} from '../policy/types.js';

/** Stands in `execv` where the caller's arguments go. */
const PLACEHOLDER = '…';

function argsText(args: ArgsPolicy): string {
    return args.kind === 'uris' ? `uris:${args.schemes.join(',')}` : args.kind;
}

/** Null for a group that only defines permissions. */
export function renderLaunch(group: PolicyGroup): string | null {
    const {execv} = group;
    if (!execv?.length) return null;
    const records = [
        'galaf-launch=1',
        `gid=${group.gid}`,
        `mode=${group.launch}`,
        `harden=${group.harden}`,
        `users=${group.launchers.map(([from, to]) => `${from}-${to}`).join(',')}`,
        `args=${argsText(group.args)}`,
        ...group.env.map(entry => `env=${entry}`),
    ];
    let placed = false;
    for (const word of execv) {
        if (word === PLACEHOLDER && !placed) {
            placed = true;
            records.push('args');
        } else records.push(`argv=${word}`);
    }
    if (records.some(record => record.includes('\0')))
        throw new Error(`a zero byte in the command of ${group.name}`);
    return records.map(record => `${record}\0`).join('');
}
