/** Group ids of app groups: kept where they exist, otherwise the next free one in file order. */
import type {Config, Diagnostic, GroupEntry} from '../config/types.js';
import {finding} from './findings.js';
import type {Machine} from './types.js';

/**
 * Whether a mark with this gid in its upper half looks like Tailscale's, which tests `mark & 0xff0000` for 0x40000
 * and 0x80000 (tailscale util/linuxfw).
 */
export function collidesWithTailscale(gid: number): boolean {
    return (gid & 0xff) === 0x04 || (gid & 0xff) === 0x08;
}

export interface AssignedGid {
    readonly gid: number;
    readonly exists: boolean;
}

/**
 * Ascending; when no others are left, those whose counters and history are another group's that is gone, and those that may look
 * like marks of Tailscale.
 */
function* freeGids(
    first: number,
    last: number,
    taken: ReadonlySet<number>,
    former: ReadonlySet<number>,
): Generator<number, undefined> {
    for (const colliding of [false, true])
        for (const again of [false, true])
            for (let gid = first; gid <= last; gid++)
                if (collidesWithTailscale(gid) === colliding && former.has(gid) === again && !taken.has(gid))
                    yield gid;
    return undefined;
}

/** Group name -> gid. Groups that cannot have one are missing from the result and have an error instead. */
export function assignGids(config: Config, machine: Machine, out: Diagnostic[]): Map<string, AssignedGid> {
    const byName = new Map(machine.groups.map(group => [group.name, group]));
    const taken = new Set([
        ...machine.groups.map(group => group.gid),
        ...machine.users.map(user => user.gid),
        // A process outlives its group: what a new one may reach must not be its as well.
        ...(machine.gidsInUse ?? []),
    ]);
    const [first, last] = config.settings.gidRange;
    const result = new Map<string, AssignedGid>();
    const free = freeGids(first, last, taken, new Set(machine.formerGids));
    for (const group of config.groups) {
        const existing = byName.get(group.name);
        if (existing) {
            if (checkExisting(group, existing.gid, existing.members, config, out))
                result.set(group.name, {gid: existing.gid, exists: true});
            continue;
        }
        const {value: gid} = free.next();
        if (gid === undefined) {
            out.push(
                finding(group.origin, 'error', 'gid-range-full', `no gid left for group "${group.name}"`, {
                    hint: `widen config.gid_range, now ${first}-${last}, or remove groups that are not used`,
                }),
            );
            continue;
        }
        result.set(group.name, {gid, exists: false});
    }
    return result;
}

function checkExisting(
    group: GroupEntry,
    gid: number,
    members: readonly string[],
    config: Config,
    out: Diagnostic[],
): boolean {
    const [first, last] = config.settings.gidRange;
    if (gid < first || gid > last) {
        out.push(
            finding(
                group.origin,
                'error',
                'foreign-group',
                `group "${group.name}" exists with gid ${gid}, outside the range ${first}-${last} of app groups`,
                {hint: 'choose another name, or rename the existing group with groupmod -n'},
            ),
        );
        return false;
    }
    for (const member of members) {
        out.push(
            finding(
                group.origin,
                'error',
                'group-has-members',
                `user "${member}" is a member of app group "${group.name}", so every program of that user can take its permissions (sg, newgrp)`,
                {hint: `run: gpasswd -d ${member} ${group.name}`},
            ),
        );
    }
    return true;
}
