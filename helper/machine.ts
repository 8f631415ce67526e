/** What resolving needs to know of this machine. */
import {parseGroup, parsePasswd, parseShells, parseUidRange} from '../core/machine/accounts.js';
import {
    parseNameservers,
    parseNtpServers,
    parseSourcesDeb822,
    parseSourcesList,
    parseTimesyncd,
} from '../core/machine/hosts.js';
import type {HostPort, Machine} from '../core/policy/types.js';
import {exists, names, read} from './files.js';
import {attempt, NFT} from './subprocess.js';

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

const text = (path: string): string => read(path) ?? '';
const folder = (path: string, suffix: string): string[] =>
    names(path)
        .filter(name => name.endsWith(suffix))
        .map(name => text(`${path}/${name}`));

function unique(hosts: readonly HostPort[]): HostPort[] {
    return [...new Map(hosts.map(host => [JSON.stringify(host), host])).values()];
}

function aptHosts(): HostPort[] {
    const lists = [text('/etc/apt/sources.list'), ...folder('/etc/apt/sources.list.d', '.list')];
    const stanzas = folder('/etc/apt/sources.list.d', '.sources');
    return unique([...lists.flatMap(parseSourcesList), ...stanzas.flatMap(parseSourcesDeb822)]);
}

function ntpHosts(): HostPort[] {
    const timesyncd = parseTimesyncd([
        ...folder('/usr/lib/systemd/timesyncd.conf.d', '.conf'),
        text('/etc/systemd/timesyncd.conf'),
        ...folder('/etc/systemd/timesyncd.conf.d', '.conf'),
    ]);
    const others = [
        text('/etc/chrony/chrony.conf'),
        ...folder('/etc/chrony/sources.d', '.sources'),
        ...folder('/etc/chrony/conf.d', '.conf'),
        text('/etc/ntpsec/ntp.conf'),
    ].flatMap(parseNtpServers);
    return unique([...(timesyncd.length ? timesyncd : TIMESYNCD_DEFAULTS), ...others]);
}

/** Whether nft and the kernel take an index from a map by group and user; asked, never assumed. */
async function probeMapMarks(): Promise<boolean> {
    const probe =
        'table inet galaf_probe {\n map m {\n typeof meta skgid . meta skuid : ct mark\n }\n chain c {\n ct mark set meta skgid . meta skuid map @m\n }\n}\n';
    return (await attempt([NFT, '-c', '-f', '-'], probe)).status === 0;
}

export async function gatherMachine(): Promise<Machine> {
    const users = parsePasswd(text('/etc/passwd'));
    const uidOf = (name: string) => users.find(user => user.name === name)?.uid;
    return {
        users,
        groups: parseGroup(text('/etc/group')),
        uidRange: parseUidRange(text('/etc/login.defs')),
        shells: parseShells(text('/etc/shells')),
        gateUid: uidOf(GATE_USER) ?? null,
        resolverUids: RESOLVER_USERS.flatMap(name => uidOf(name) ?? []),
        apt: aptHosts(),
        ntp: ntpHosts(),
        nameservers: parseNameservers(text('/etc/resolv.conf')),
        marks: {
            map: await probeMapMarks(),
            bpf: ['/sys/fs/bpf', '/usr/sbin/bpftool', '/usr/lib/galaf/mark.bpf.o'].every(exists),
        },
    };
}
