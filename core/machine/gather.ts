/** What resolving needs to know of a machine, from the files that say it. */
import type {ContainerUids, HostPort, Machine, SystemUser} from '../policy/types.js';
import {parseGroup, parsePasswd, parseShells, parseSubordinate, parseUidRange} from './accounts.js';
import {gatherDesktop} from './desktop.js';
import {drives} from './drives.js';
import {localResolver} from './local-resolver.js';
import {
    parseConnectivity,
    parseNameservers,
    parseNtpServers,
    parseSourcesDeb822,
    parseSourcesList,
    parseTimesyncd,
} from './hosts.js';

/**
 * Access to files, which core has none of itself. Bytes that are no UTF-8, such as an old name in /etc/passwd, must not
 * be an error: what stands beside them counts.
 */
export interface MachineFiles {
    /** Text of a file; empty when there is none. */
    text(path: string): string;
    /** Sorted names in a folder; none when there is no such folder. */
    names(folder: string): readonly string[];
}

const GATE_USER = 'galaf-gate';
/** Resolvers whose own questions must not come back to the gate. */
const RESOLVER_USERS = [
    'systemd-resolve',
    'dnsmasq',
    'unbound',
    'bind',
    'pdns',
    'knot-resolver',
    'dnscrypt-proxy',
    '_dnscrypt-proxy',
    'stubby',
];
/** Debian compiles these into timesyncd; a file that names none leaves them in force. */
const TIMESYNCD_DEFAULTS = ['0', '1', '2', '3'].map(
    n => ({host: `${n}.debian.pool.ntp.org`, protocol: 'udp', port: 123}) as const,
);

/** Texts of the files in a folder whose names end so, in the order of their names. */
export const textsIn = (files: MachineFiles, folder: string, suffix: string): string[] =>
    files
        .names(folder)
        .filter(name => name.endsWith(suffix))
        .map(name => files.text(`${folder}/${name}`));

const unique = (hosts: readonly HostPort[]): HostPort[] => [
    ...new Map(hosts.map(host => [JSON.stringify(host), host])).values(),
];

function aptHosts(files: MachineFiles): HostPort[] {
    const lists = [
        files.text('/etc/apt/sources.list'),
        ...textsIn(files, '/etc/apt/sources.list.d', '.list'),
    ];
    const stanzas = textsIn(files, '/etc/apt/sources.list.d', '.sources');
    return unique([...lists.flatMap(parseSourcesList), ...stanzas.flatMap(parseSourcesDeb822)]);
}

function ntpHosts(files: MachineFiles): HostPort[] {
    const timesyncd = parseTimesyncd([
        ...textsIn(files, '/usr/lib/systemd/timesyncd.conf.d', '.conf'),
        files.text('/etc/systemd/timesyncd.conf'),
        ...textsIn(files, '/etc/systemd/timesyncd.conf.d', '.conf'),
    ]);
    const others = [
        files.text('/etc/chrony/chrony.conf'),
        ...textsIn(files, '/etc/chrony/sources.d', '.sources'),
        ...textsIn(files, '/etc/chrony/conf.d', '.conf'),
        files.text('/etc/ntpsec/ntp.conf'),
    ].flatMap(parseNtpServers);
    return unique([...(timesyncd.length ? timesyncd : TIMESYNCD_DEFAULTS), ...others]);
}

/** Files of the administrator replace those of the system that have the same name. */
function connectivityHosts(files: MachineFiles): HostPort[] {
    const own = '/etc/NetworkManager/conf.d';
    const replaced = files.names(own);
    const system = '/usr/lib/NetworkManager/conf.d';
    const kept = files.names(system).filter(name => name.endsWith('.conf') && !replaced.includes(name));
    return parseConnectivity([
        ...kept.map(name => files.text(`${system}/${name}`)),
        files.text('/etc/NetworkManager/NetworkManager.conf'),
        ...textsIn(files, own, '.conf'),
    ]);
}

/**
 * Uids of containers by owner. What two owners share says nothing about whose it is, and an id that is somebody's own is
 * no container's: the first range that the file names counts.
 */
export function containerUids(subuid: string, users: readonly SystemUser[]): ContainerUids[] {
    const taken: ContainerUids[] = [];
    for (const {owner, from, to} of parseSubordinate(subuid)) {
        const uid = users.find(user => user.name === owner || String(user.uid) === owner)?.uid;
        const free = taken.every(range => to < range.from || from > range.to);
        if (uid !== undefined && free && to <= 0xffffffff) taken.push({uid, from, to});
    }
    return taken.sort((a, b) => a.from - b.from);
}

/**
 * Everything but what the kernel has to be asked about.
 *
 * @param desktopIds ids of the desktop files that the configuration names
 */
export function gatherFromFiles(
    files: MachineFiles,
    desktopIds: readonly string[] = [],
): Omit<Machine, 'marks'> {
    const users = parsePasswd(files.text('/etc/passwd'));
    const uidOf = (name: string) => users.find(user => user.name === name)?.uid;
    return {
        users,
        groups: parseGroup(files.text('/etc/group')),
        localResolver: localResolver(files),
        containers: containerUids(files.text('/etc/subuid'), users),
        uidRange: parseUidRange(files.text('/etc/login.defs')),
        shells: parseShells(files.text('/etc/shells')),
        gateUid: uidOf(GATE_USER) ?? null,
        resolverUids: RESOLVER_USERS.flatMap(name => uidOf(name) ?? []),
        apt: aptHosts(files),
        ntp: ntpHosts(files),
        connectivity: connectivityHosts(files),
        drives: drives(files),
        nameservers: parseNameservers(files.text('/etc/resolv.conf')),
        desktop: gatherDesktop(files, desktopIds),
    };
}
