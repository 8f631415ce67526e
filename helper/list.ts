/** Groups and users of the configuration as it stands on disk, with the ids they have or would get. */
import type {Grant} from '../core/config/types.js';
import {parseGroup} from '../core/machine/accounts.js';
import {describeGrant} from '../core/policy/describe.js';
import type {List} from './dbus/answers.js';
import {readSources} from './configuration.js';
import {prepare} from './engine/prepare.js';
import {read} from './files.js';
import {processesOf} from './processes.js';

const words = (grants: readonly Grant[], ping: boolean): string[] => [
    ...grants.map(describeGrant),
    ...(ping ? ['ping'] : []),
];

/** @param uid whose right to launch is told */
export async function readList(uid: number): Promise<List> {
    const {policy} = await prepare(readSources());
    const gids = new Map(parseGroup(read('/etc/group') ?? '').map(({name, gid}) => [name, gid]));
    const running = processesOf(new Set(policy.groups.map(({gid}) => gid)));
    return {
        groups: policy.groups.map(group => ({
            name: group.name,
            gid: gids.get(group.name) ?? group.gid,
            title: group.title,
            icon: group.icon,
            desktop: group.desktop,
            command: group.execv,
            users: group.users,
            grants: words(group.grants, group.ping),
            may_launch:
                group.execv !== null && group.launchers.some(([from, to]) => uid >= from && uid <= to),
            running: running.get(group.gid)?.length ?? 0,
        })),
        users: policy.users.map(({name, uid: id, grants, ping}) => ({
            name,
            uid: id,
            grants: words(grants, ping),
        })),
    };
}
