/** Users with permissions of their own: those of the configuration, joined with those of the presets. */
import type {Config, Diagnostic, Grant} from '../config/types.js';
import {checkSubject} from './checks.js';
import {finding} from './findings.js';
import {isUnrestricted} from './grants.js';
import {presetUsers} from './presets.js';
import type {Machine, PolicyUser, SystemUser} from './types.js';

interface Draft {
    name: string;
    uid: number;
    grants: Grant[];
    ping: boolean;
    record: boolean;
    recordTimer?: string;
}

/** One entry per uid: two names of one uid share its permissions, as the kernel cannot tell them apart. */
export function resolveUsers(config: Config, machine: Machine, out: Diagnostic[]): PolicyUser[] {
    const byName = new Map(machine.users.map(user => [user.name, user]));
    const byUid = new Map<number, SystemUser>();
    for (const user of machine.users) if (!byUid.has(user.uid)) byUid.set(user.uid, user);
    const drafts = new Map<number, Draft>();
    const draft = (uid: number, name: string): Draft => {
        const existing = drafts.get(uid);
        if (existing) return existing;
        const created: Draft = {name, uid, grants: [], ping: false, record: false};
        drafts.set(uid, created);
        return created;
    };
    for (const entry of config.users) {
        const user = byName.get(entry.name);
        if (!user) {
            out.push(
                finding(
                    entry.origin,
                    'warning',
                    'unknown-user',
                    `there is no user "${entry.name}" on this machine; the entry has no effect`,
                ),
            );
            continue;
        }
        const target = draft(user.uid, entry.name);
        target.grants.push(...entry.grants);
        target.ping ||= entry.ping;
        target.record ||= entry.record;
        if (entry.recordTimer) target.recordTimer = entry.recordTimer;
        checkSubject('user', entry, config, out);
        warnOpenHuman(entry.name, user.uid, entry.grants, machine, out);
    }
    for (const {names, uids, grants} of presetUsers(config.base, machine)) {
        const wanted = names.flatMap(name => byName.get(name)?.uid ?? []);
        for (const uid of new Set([...wanted, ...uids]))
            draft(uid, byUid.get(uid)?.name ?? `uid ${uid}`).grants.push(...grants);
    }
    return [...drafts.values()];
}

function warnOpenHuman(
    name: string,
    uid: number,
    grants: readonly Grant[],
    machine: Machine,
    out: Diagnostic[],
): void {
    const [min, max] = machine.uidRange;
    if (uid < min || uid > max) return;
    const open = grants.find(isUnrestricted);
    if (open)
        out.push(
            finding(
                open.origin,
                'warning',
                'user-opens-everything',
                `everything that "${name}" runs may reach everything, in every app group`,
                {hint: 'permissions of a user and of a group add up; give the permission to a group instead'},
            ),
        );
}
