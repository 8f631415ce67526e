/** App groups in /etc/group. */
import {parseGroup} from '../../core/machine/accounts.js';
import type {Policy} from '../../core/policy/types.js';
import {read} from '../files.js';
import {GROUPDEL, GROUPMOD, GRPCONV, run, SYSUSERS} from '../subprocess.js';
import * as journal from './journal.js';

/** Names of all groups of the system. */
export const names = (): Set<string> => new Set(parseGroup(read('/etc/group') ?? '').map(({name}) => name));

/** Names of the groups that a policy needs and the system does not have yet. */
export function missing(policy: Policy): string[] {
    const have = names();
    return policy.groups.map(({name}) => name).filter(name => !have.has(name));
}

/** groupdel writes two files; killed between them, it leaves a name in /etc/gshadow that nobody can create any more. */
async function mendShadow(wanted: readonly string[]): Promise<void> {
    const have = names();
    const shadow = new Set((read('/etc/gshadow') ?? '').split('\n').map(line => line.split(':', 1)[0]));
    if (wanted.some(name => shadow.has(name) && !have.has(name))) await run([GRPCONV]);
}

/** Creates every group of a sysusers file at once; those that exist stay as they are. */
export async function create(sysusersFile: string, created: readonly string[]): Promise<void> {
    await mendShadow(created);
    await run([SYSUSERS, sysusersFile]);
}

/** Removes groups that an unfinished apply created; nothing can own files as one of them yet. */
export async function removeCreated(created: readonly string[]): Promise<void> {
    const have = names();
    for (const name of created) if (have.has(name)) await run([GROUPDEL, name]);
    await mendShadow(created);
}

/** Puts a deletion in order that was interrupted: the group may still be there, but not half. */
export async function recoverDeletion(): Promise<void> {
    const group = journal.pendingDeletion();
    if (group === null) return;
    await mendShadow([group]);
    journal.endDeletion();
}

/** Deletes a group that owns nothing any more. */
export async function remove(name: string): Promise<void> {
    journal.beginDeletion(name);
    try {
        await run([GROUPDEL, name]);
    } finally {
        await recoverDeletion();
    }
}

export const renameGroup = (from: string, to: string) => run([GROUPMOD, '-n', to, from]);

/** Undoes a rename, if it had happened. */
export async function renameBack(old: string, renamed: string): Promise<void> {
    const have = names();
    if (have.has(renamed) && !have.has(old)) await renameGroup(renamed, old);
}
