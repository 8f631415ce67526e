/** Small files for other programs: sysusers.conf, sysctl.conf and marks.json. */
import type {Policy} from '../policy/types.js';

/** `g NAME GID` for every app group, existing ones included: systemd-sysusers leaves those alone. */
export function renderSysusers({groups}: Policy): string {
    return groups.map(({name, gid}) => `g ${name} ${gid}\n`).join('');
}

export function renderSysctl({settings}: Policy): string {
    const {pingGroupRange} = settings;
    return pingGroupRange ? `net.ipv4.ping_group_range = ${pingGroupRange.join(' ')}\n` : '';
}

/** `{"mode", "entries": [{"mark", "gid", "uid"}]}`: who a conntrack mark stands for. */
export function renderMarks({marks, markTable}: Policy): string {
    const entries = markTable.map(({mark, gid, uid}) => `        ${JSON.stringify({mark, gid, uid})}`);
    return `{\n    "mode": "${marks}",\n    "entries": [\n${entries.join(',\n')}\n    ]\n}\n`;
}
