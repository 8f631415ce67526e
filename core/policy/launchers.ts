/** Who may launch an app group, as ranges of uids. */
import type {Diagnostic, GroupEntry} from '../config/types.js';
import {finding} from './findings.js';
import type {Machine, SystemUser} from './types.js';

export type UidRange = readonly [number, number];

/** People: uids of UID_MIN…UID_MAX whose shell is one that /etc/shells lists. */
export function isHuman(user: SystemUser, machine: Machine): boolean {
    const [min, max] = machine.uidRange;
    return user.uid >= min && user.uid <= max && machine.shells.includes(user.shell);
}

/** Ascending inclusive ranges that cover exactly the given numbers. */
export function toRanges(numbers: readonly number[]): UidRange[] {
    const ranges: [number, number][] = [];
    for (const n of [...new Set(numbers)].sort((a, b) => a - b)) {
        const last = ranges[ranges.length - 1];
        if (last && n === last[1] + 1) last[1] = n;
        else ranges.push([n, n]);
    }
    return ranges;
}

/** Resolves `users` of every group; names that the machine does not know are warned about and left out. */
export function launcherResolver(
    machine: Machine,
    out: Diagnostic[],
): (group: GroupEntry) => readonly UidRange[] {
    const byName = new Map(machine.users.map(user => [user.name, user.uid]));
    const humans = toRanges(machine.users.filter(user => isHuman(user, machine)).map(user => user.uid));
    return group => {
        if (!group.users) return humans;
        const uids: number[] = [];
        for (const name of group.users) {
            const uid = byName.get(name);
            if (uid !== undefined) uids.push(uid);
            else
                out.push(
                    finding(
                        group.origin,
                        'warning',
                        'unknown-user',
                        `there is no user "${name}"; nobody of that name can launch "${group.name}"`,
                        {path: `${group.origin.path}.users`},
                    ),
                );
        }
        return toRanges(uids);
    };
}
