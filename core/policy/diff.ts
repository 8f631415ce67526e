/** What changes from one configuration to another, in words. */
import {parseConfig} from '../config/parse.js';
import type {ArgsPolicy, Config, GroupEntry, InboundService, Subject} from '../config/types.js';
import {describeDestination, describePorts} from './describe.js';
import {reachDifference} from './reach.js';
import {meaning, renamedGroups} from './renames.js';

/** What holds where nothing is configured. */
export const NOTHING: Config = parseConfig([{name: '', text: '{}'}]).config!;

/** Name of a key in galaf.json. */
export const keyName = (property: string): string => property.replace(/[A-Z]/g, c => `_${c.toLowerCase()}`);

const show = (value: unknown): string =>
    value === null || value === undefined
        ? 'not set'
        : typeof value === 'string'
          ? `"${value}"`
          : JSON.stringify(value);

const isEmpty = (value: unknown): boolean => value == null || (Array.isArray(value) && !value.length);

function grantsInWords(who: string, before: Subject | null, after: Subject): string[] {
    const {more, less, only} = reachDifference(before?.grants ?? [], after.grants);
    const some = !!before?.grants.length;
    const ping = before?.ping ?? false;
    const record = before?.record ?? false;
    return [
        ...more.map(to => (some ? `${who} may now also reach ${to}` : `${who} may now reach ${to}`)),
        ...less.map(endpoint => `${who} may no longer reach ${endpoint}`),
        ...only.map(endpoint => `${who} may from now on reach ${endpoint} only`),
        ...(after.ping === ping
            ? []
            : [after.ping ? `${who} may now send pings` : `${who} may no longer send pings`]),
        ...(after.record === record
            ? []
            : [
                  after.record
                      ? `${who} may reach everything while it is recorded`
                      : `${who} is no longer recorded`,
              ]),
    ];
}

const argsInWords = (args: ArgsPolicy): string =>
    args.kind === 'uris' ? `URIs (${args.schemes.join(', ')})` : args.kind;

type Line = (name: string, before: GroupEntry, after: GroupEntry) => string[];

const changed =
    (label: string): Line =>
    (name, before, after) => {
        const [old, current] = [before, after].map(
            entry => (entry as unknown as Record<string, unknown>)[label],
        );
        const now = `${name}: ${keyName(label)} is now ${show(current)}`;
        return [isEmpty(old) ? now : `${name}: ${keyName(label)} is now ${show(current)} (was ${show(old)})`];
    };

function launchersInWords(name: string, before: GroupEntry, after: GroupEntry): string[] {
    if (!after.users) return [`${name} may now be launched by every human user`];
    if (!after.users.length) return [`${name} may no longer be launched by anybody`];
    if (!before.users) return [`${name} may now be launched by ${after.users.join(', ')} only`];
    const came = after.users.filter(user => !before.users!.includes(user));
    const went = before.users.filter(user => !after.users!.includes(user));
    return [
        ...(came.length ? [`${name} may now also be launched by ${came.join(', ')}`] : []),
        ...(went.length ? [`${name} may no longer be launched by ${went.join(', ')}`] : []),
    ];
}

const STARTED: Readonly<Record<GroupEntry['launch'], string>> = {
    direct: 'without a scope or sandbox',
    scope: 'in a systemd scope of its own',
    firejail: 'inside firejail',
    bwrap: 'inside bwrap',
};

/** Keys that are said in a way of their own; any other key of a group is said as `key is now value`. */
const LINES: Readonly<Record<string, Line>> = {
    name: () => [],
    grants: () => [],
    ping: () => [],
    record: () => [],
    origin: () => [],
    users: launchersInWords,
    execv: (name, _before, {execv}) => [
        execv ? `${name} now runs ${execv.join(' ')}` : `${name} has no command any more`,
    ],
    args: (name, before, after) => [
        `${name} now takes these arguments from its caller: ${argsInWords(after.args)} (was ${argsInWords(before.args)})`,
    ],
    launch: (name, _before, {launch}) => [`${name} is now started ${STARTED[launch]}`],
};

function launchInWords(before: GroupEntry, after: GroupEntry): string[] {
    const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
    return [...keys].flatMap(key => {
        const [old, current] = [before, after].map(
            entry => (entry as unknown as Record<string, unknown>)[key],
        );
        return meaning(old) === meaning(current)
            ? []
            : (LINES[key] ?? changed(key))(after.name, before, after);
    });
}

function groupsInWords(before: Config, after: Config): string[] {
    const old = new Map(before.groups.map(group => [group.name, group]));
    const renamed = renamedGroups(before, after);
    const names = new Set([...after.groups, ...renamed.values()].map(({name}) => name));
    return [
        ...after.groups.flatMap(group => {
            const former = renamed.get(group.name);
            const previous = former ?? old.get(group.name);
            if (!previous) return [`group ${group.name} added`, ...grantsInWords(group.name, null, group)];
            return [
                ...(former ? [`group ${former.name} is now called ${group.name}`] : []),
                ...grantsInWords(group.name, previous, group),
                ...launchInWords(previous, group),
            ];
        }),
        ...before.groups.filter(({name}) => !names.has(name)).map(({name}) => `group ${name} removed`),
    ];
}

function usersInWords(before: Config, after: Config): string[] {
    const old = new Map(before.users.map(user => [user.name, user]));
    const names = new Set(after.users.map(({name}) => name));
    const gone = before.users.filter(({name}) => !names.has(name));
    return [
        ...after.users.flatMap(user => grantsInWords(`user ${user.name}`, old.get(user.name) ?? null, user)),
        ...gone.flatMap(user =>
            grantsInWords(`user ${user.name}`, user, {...user, grants: [], ping: false, record: false}),
        ),
    ];
}

/** For example `tcp/22 from the local network, for user sshd`. */
export function serviceInWords({ports, from, as}: InboundService): string {
    const sender = from.kind === 'any' ? 'everywhere' : describeDestination(from);
    const what = `${ports.length ? describePorts(ports) : 'every port'} from ${sender}`;
    if (!as) return what;
    return as.kind === 'user' ? `${what}, for user ${as.name}` : `${what}, for group ${as.name}`;
}

function inboundInWords(before: Config, after: Config): string[] {
    const old = new Map(before.inbound.map(service => [service.name, service]));
    const names = new Set(after.inbound.map(({name}) => name));
    return [
        ...after.inbound.flatMap(service => {
            const previous = old.get(service.name);
            if (!previous) return [`others may now reach ${service.name}: ${serviceInWords(service)}`];
            if (meaning(previous) === meaning(service)) return [];
            return [
                `${service.name} is now reached at ${serviceInWords(service)} (was ${serviceInWords(previous)})`,
            ];
        }),
        ...before.inbound
            .filter(({name}) => !names.has(name))
            .map(service => `others may no longer reach ${service.name}: ${serviceInWords(service)}`),
    ];
}

function valuesInWords(title: (key: string) => string, before: object, after: object): string[] {
    const values = (source: object, key: string) => (source as Record<string, unknown>)[key];
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(key => {
        const [old, current] = [values(before, key), values(after, key)];
        if (meaning(old) === meaning(current)) return [];
        const name = title(keyName(key));
        if (typeof current === 'boolean') return [current ? `${name} is now on` : `${name} is now off`];
        return [`${name} is now ${show(current)} (was ${show(old)})`];
    });
}

/**
 * One line for each difference that has a meaning; none when only texts differ.
 *
 * @param before null when there is no policy yet: everything that differs from the defaults is new then
 */
export function diffInWords(before: Config | null, after: Config): string[] {
    const old = before ?? NOTHING;
    return [
        ...groupsInWords(old, after),
        ...usersInWords(old, after),
        ...inboundInWords(old, after),
        ...valuesInWords(key => `preset ${key}`, old.base, after.base),
        ...valuesInWords(key => `setting ${key}`, old.settings, after.settings),
    ];
}
