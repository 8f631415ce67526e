/** What is in force, and what is wrong with it. */
import type {List, State, Status} from './dbus/answers.js';
import type {Diagnostic, Grant} from '../core/config/types.js';
import {parseGroup} from '../core/machine/accounts.js';
import {examine, prepare} from './engine/prepare.js';
import * as generations from './engine/generations.js';
import {InvalidConfigurationError, NotFoundError} from './errors.js';
import {read} from './files.js';
import {readSources} from './configuration.js';
import * as kernel from './kernel.js';
import {attempt, GALAF_BPF} from './subprocess.js';
import * as units from './units.js';
import {describeGrant} from '../core/policy/describe.js';

/** The drop-all table has the base chains and nothing to dispatch with. */
function stateOf(table: kernel.KernelTable | null): State {
    if (!table?.ours) return 'stopped';
    return table.objects.maps.includes('apps') ? 'enforcing' : 'closed';
}

async function guardState(): Promise<string> {
    if (!units.hasBpfLsm())
        return 'unavailable: the kernel has no BPF LSM, so programs of the same user are kept apart by ptrace rules only';
    const {status, stdout, stderr} = await attempt([GALAF_BPF, 'status', 'guard']);
    return status === 0 ? 'active' : `inactive: ${(stdout || stderr).trim()}`;
}

async function findings(): Promise<readonly Diagnostic[]> {
    try {
        return (await examine(readSources())).diagnostics;
    } catch (error) {
        if (error instanceof NotFoundError) return [];
        if (error instanceof InvalidConfigurationError) return error.diagnostics;
        throw error;
    }
}

export async function readStatus(): Promise<Status> {
    const generation = generations.current();
    const meta = generation === null ? null : generations.metaOf(generation);
    const state = meta ? stateOf(await kernel.readTable(meta.table)) : 'not-configured';
    return {
        state,
        generation,
        created: meta?.created ?? null,
        author_uid: meta?.author_uid ?? null,
        table: meta?.table ?? null,
        marks: meta?.marks ?? null,
        resolver: meta?.resolver ?? null,
        gate: await units.stateOf(units.GATE),
        guard: await guardState(),
        warnings: await findings(),
        last_error:
            (await units.failureOf('galaf-policy.service')) ??
            (await units.failureOf('galaf-closed.service')),
    };
}

const words = (grants: readonly Grant[]): string[] => grants.map(describeGrant);

/** Groups and users of the configuration as it stands on disk, with the ids they have or would get. */
export async function readList(): Promise<List> {
    const {policy} = await prepare(readSources());
    const gids = new Map(parseGroup(read('/etc/group') ?? '').map(({name, gid}) => [name, gid]));
    return {
        groups: policy.groups.map(group => ({
            name: group.name,
            gid: gids.get(group.name) ?? group.gid,
            title: group.title,
            command: group.execv,
            users: group.users,
            grants: [...words(group.grants), ...(group.ping ? ['ping'] : [])],
        })),
        users: policy.users.map(user => ({
            name: user.name,
            uid: user.uid,
            grants: [...words(user.grants), ...(user.ping ? ['ping'] : [])],
        })),
    };
}
