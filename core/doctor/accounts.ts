/** Ways to an app group's id that do not go through the launcher. */
import {parseSubordinate} from '../machine/accounts.js';
import type {Check, Facts, Told} from './types.js';

const isApp = ({gidRange: [first, last]}: Facts, gid: number): boolean => first <= gid && gid <= last;

/** Whoever is a member may take the id with newgrp(1) or sg(1). */
const members: Check = (facts, call) => {
    const added = facts.groups
        .filter(({gid}) => isApp(facts, gid))
        .flatMap(({name, members: list}) => list.map(user => ({user, group: name})));
    const primary = facts.users.filter(({gid}) => isApp(facts, gid));
    return [
        ...added.map(
            ({user, group}): Told => ({
                id: 'app-group-member',
                severity: 'high',
                title: `${user} is a member of the app group ${call(group)}`,
                detail: `Every program of ${user} can take the group's id, and with it what ${call(group)} may reach. App groups have no members.`,
                fix: `gpasswd -d ${user} ${group}`,
            }),
        ),
        ...primary.map(
            ({name, gid}): Told => ({
                id: 'app-group-primary',
                severity: 'high',
                title: `The main group of user ${name} is in the range of app groups (${gid})`,
                detail: `Every program of ${name} has the id of an app group.`,
                fix: `usermod -g users ${name}`,
            }),
        ),
    ];
};

/** Passwords and administrators of a group (gshadow(5)) let people in as well. */
const passwords: Check = (facts, call) => {
    const apps = new Set(facts.groups.filter(({gid}) => isApp(facts, gid)).map(({name}) => name));
    return facts.gshadow.split('\n').flatMap((line): Told[] => {
        const [name = '', password = '', administrators = ''] = line.split(':');
        if (!apps.has(name)) return [];
        const open = password !== '' && !/^[!*]/.test(password);
        return [
            ...(open
                ? [
                      {
                          id: 'app-group-password',
                          severity: 'high' as const,
                          title: `The app group ${call(name)} has a password`,
                          detail: 'Whoever knows it can take the id of the group with newgrp(1).',
                          fix: `gpasswd -r ${name} && gpasswd -R ${name}`,
                      },
                  ]
                : []),
            ...administrators
                .split(',')
                .filter(Boolean)
                .map(user => ({
                    id: 'app-group-administrator',
                    severity: 'high' as const,
                    title: `${user} is an administrator of the app group ${call(name)}`,
                    detail: 'An administrator can become a member without being root (gpasswd(1)).',
                    fix: `gpasswd -A '' ${name}`,
                })),
        ];
    });
};

/** subgid(5): ids that a user may map into user namespaces of its own. */
const subordinateIds: Check = facts => {
    const [first, last] = facts.gidRange;
    return parseSubordinate(facts.subgid)
        .filter(({from, to}) => from <= last && to >= first)
        .map(
            ({owner, from, to}): Told => ({
                id: 'subgid-overlap',
                severity: 'high',
                title: `/etc/subgid gives ${owner} ids of app groups (${from}-${to})`,
                detail: `Every program of ${owner} can take any id from ${first} to ${last} with newgidmap(1), and so reach what any app may reach. Containers need no ids of this range: others, such as 100000-165535, do.`,
                fix: `sed -i '/^${owner}:${from}:${to - from + 1}$/d' /etc/subgid`,
            }),
        );
};

/** Groups whose members are root by another name: rules for root hold for what they start there. */
const ROOT_EQUIVALENT = ['docker', 'lxd', 'incus-admin'];

const rootEquivalent: Check = ({groups}) =>
    groups
        .filter(({name, members: list}) => ROOT_EQUIVALENT.includes(name) && list.length > 0)
        .map(({name, members: list}) => ({
            id: 'root-equivalent-group',
            severity: 'medium',
            title: `Programs of ${list.join(', ')} can become root: group ${name}`,
            detail: `A member of ${name} can start a container that has the whole machine, the firewall included.`,
            fix: list.map(user => `gpasswd -d ${user} ${name}`).join('; '),
        }));

const setgidFiles: Check = ({setgidFiles: files, groups}, call) =>
    (files ?? []).map(({path, gid}) => ({
        id: 'setgid-file',
        severity: 'high',
        title: `${path} gives whoever starts it the id of ${call(groups.find(group => group.gid === gid)?.name ?? `app group ${gid}`)}`,
        detail: 'A program with the set-group-id bit runs as the group of its file: this one opens what the app may reach to everybody.',
        fix: `chmod g-s '${path.replaceAll("'", "'\\''")}'`,
    }));

/** Where users can write, and so leave a program with the set-group-id bit. */
const WRITABLE = ['/home', '/tmp', '/var/tmp', '/dev/shm', '/run/user'];

const nosuid: Check = ({mounts, policy}, call) => {
    const mountOf = (place: string) =>
        mounts
            .filter(({point}) => place === point || place.startsWith(point === '/' ? '/' : `${point}/`))
            .sort((a, b) => a.point.length - b.point.length)
            .at(-1);
    const open = WRITABLE.filter(place => mountOf(place)?.nosuid === false);
    if (!open.length) return [];
    const lax = policy?.groups.filter(({harden}) => harden === 'off').map(({name}) => call(name)) ?? [];
    const separate = open.filter(place => mountOf(place)?.point === place);
    return [
        {
            id: 'no-nosuid',
            severity: lax.length ? 'medium' : 'low',
            title: `Programs in ${open.join(', ')} may have the set-group-id bit`,
            detail: `An app could leave a copy of a shell there that carries its group's id. The launcher's hardening keeps apps from that${
                lax.length ? `, but it is off for ${lax.join(', ')}` : '; nosuid would be a second lock'
            }.`,
            fix: separate.length
                ? `${separate.map(place => `mount -o remount,nosuid ${place}`).join('; ')}, and nosuid in /etc/fstab`
                : null,
        },
    ];
};

export const ACCOUNTS: readonly Check[] = [
    members,
    passwords,
    subordinateIds,
    rootEquivalent,
    setgidFiles,
    nosuid,
];
