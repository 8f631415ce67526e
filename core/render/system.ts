/** Small files for other programs: sysusers.conf, sysctl.conf, marks.json and monitor.conf. */
import {markMask} from '../marks.js';
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

/** The same and the table's name for galaf-monitor, a line each: it is written in C and reads no JSON. `-` is unknown. */
export function renderMonitor({settings, marks, markTable}: Policy): string {
    const entries = markTable.map(({mark, gid, uid}) => `mark ${mark} ${gid ?? '-'} ${uid ?? '-'}\n`);
    return [
        '# Written by Galaf for galaf-monitor.\n',
        `table ${settings.table}\nmarks ${marks}\nmask ${markMask(marks)}\n`,
        ...entries,
    ].join('');
}
