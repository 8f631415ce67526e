/** Hand-made configurations and a machine, so that these specs depend on nothing but the types. */
import type {
    Config,
    Grant,
    GroupEntry,
    Origin,
    PortMatch,
    Settings,
    UserEntry,
} from '../../../core/config/types.js';
import type {Machine} from '../../../core/policy/types.js';

export const origin = (path: string): Origin => ({file: 'galaf.json', line: 1, column: 1, path});

export const tcp = (from: number, to = from): PortMatch => ({protocol: 'tcp', from, to});
export const udp = (from: number, to = from): PortMatch => ({protocol: 'udp', from, to});

export function grant(to: Grant['to'] | string, ports: PortMatch[] = [], extra: Partial<Grant> = {}): Grant {
    return {
        to: typeof to === 'string' ? {kind: 'domains', domains: [to]} : to,
        ports,
        families: [4, 6],
        private: false,
        raw: {},
        origin: origin('groups.x.allow[0]'),
        ...extra,
    };
}

export function group(name: string, grants: Grant[] = [], extra: Partial<GroupEntry> = {}): GroupEntry {
    return {
        name,
        grants,
        ping: false,
        record: false,
        origin: origin(`groups.${name}`),
        title: null,
        icon: null,
        desktop: null,
        users: null,
        launch: 'direct',
        wrapper: false,
        unit: null,
        sandbox: null,
        harden: 'strict',
        env: [],
        args: {kind: 'none'},
        execv: null,
        ...extra,
    };
}

export function user(name: string, grants: Grant[] = []): UserEntry {
    return {name, grants, ping: false, record: false, origin: origin(`users.${name}`)};
}

export function config(
    extra: Partial<Omit<Config, 'settings'>> & {settings?: Partial<Settings>} = {},
): Config {
    return {
        base: {
            dhcp: true,
            dhcpv6: true,
            ndp: true,
            icmpErrors: true,
            ntp: true,
            apt: true,
            connectivity: true,
            drives: true,
            resolver: true,
            mdns: false,
            bridges: true,
            ipsec: false,
            wireguard: [],
        },
        users: [],
        groups: [],
        inbound: [],
        ...extra,
        settings: {
            gidRange: [30000, 59999],
            table: 'galaf',
            resolver: 'gate',
            blocked: 'reject',
            forward: 'leave',
            dns: 'all',
            marks: 'auto',
            pingGroupRange: null,
            ...extra.settings,
        },
    };
}

export const machine: Machine = {
    users: [
        {name: 'root', uid: 0, gid: 0, home: '/root', shell: '/bin/bash'},
        {name: '_apt', uid: 42, gid: 65534, home: '/nonexistent', shell: '/usr/sbin/nologin'},
        {name: 'galaf-gate', uid: 990, gid: 990, home: '/nonexistent', shell: '/usr/sbin/nologin'},
        {name: 'systemd-resolve', uid: 991, gid: 991, home: '/', shell: '/usr/sbin/nologin'},
        {name: 'systemd-timesync', uid: 992, gid: 992, home: '/', shell: '/usr/sbin/nologin'},
        {name: 'alice', uid: 1000, gid: 1000, home: '/home/alice', shell: '/bin/bash'},
        {name: 'bob', uid: 1001, gid: 1001, home: '/home/bob', shell: '/bin/bash'},
        {name: 'build', uid: 1002, gid: 1002, home: '/var/lib/build', shell: '/usr/sbin/nologin'},
    ],
    groups: [
        {name: 'root', gid: 0, members: []},
        {name: 'alice', gid: 1000, members: []},
        {name: 'audio', gid: 29, members: ['alice']},
    ],
    uidRange: [1000, 60000],
    shells: ['/bin/sh', '/bin/bash'],
    gateUid: 990,
    resolverUids: [991],
    apt: [{host: 'deb.example.org', protocol: 'tcp', port: 80}],
    ntp: [{host: 'time.example.org', protocol: 'udp', port: 123}],
    nameservers: ['127.0.0.53'],
    localResolver: null,
    marks: {map: true, bpf: true},
};
