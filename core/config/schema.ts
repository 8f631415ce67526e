/**
 * Every key of galaf.json with its meaning: what validation accepts as known, what the reference (docs/config.md, the man
 * page) and the JSON Schema are made of. `type` is a little language of words that shapes.ts knows; `text` and `fallback`
 * are words for the reference. The readers in settings.ts, grants.ts, launching.ts and services.ts do the rest, and a spec
 * holds them against the JSON Schema.
 */
export interface Field {
    readonly type: string;
    readonly text: string;
    readonly fallback?: string;
    /** Part of the 2022 format. */
    readonly classic?: boolean;
    /** One item may stand for a list of one. */
    readonly single?: boolean;
    /** `null` is the same as leaving the key out. */
    readonly empty?: boolean;
    readonly required?: boolean;
}
export type Fields = Readonly<Record<string, Field>>;

export const TOP: Fields = {
    $schema: {
        type: 'text',
        text: 'Address of the JSON Schema, for editors: `/usr/share/galaf/galaf.schema.json`. It has no effect.',
    },
    config: {type: 'object', text: 'Settings of the whole policy.', classic: true},
    base: {type: 'object', text: 'Presets for what the system itself needs.'},
    users: {
        type: 'object',
        text: 'What users of the system (often services) may reach, by name.',
        classic: true,
    },
    groups: {type: 'object', text: 'The app groups, by name.', classic: true},
    inbound: {type: 'object', text: 'Services that others may reach, by a name of your choice.'},
};

export const SETTINGS: Fields = {
    gid_range: {
        type: '[first, last]',
        text: 'Group ids for app groups, inside 30000 to 59999.',
        fallback: '[30000, 59999]',
        classic: true,
    },
    table: {
        type: 'name',
        text: 'Name of the nftables table (family inet). It must not be a table of somebody else.',
        fallback: '"galaf"',
        classic: true,
    },
    inet: {
        type: 'boolean',
        text: 'Only `true` has a meaning: the table always serves IPv4 and IPv6.',
        fallback: 'true',
        classic: true,
    },
    resolver: {
        type: '"auto" | "gate" | "networkmanager" | "dnsmasq" | "none"',
        text: 'Who learns the addresses of names. `gate`: the DNS gate in front of your resolver, whatever that is. `networkmanager`: the dnsmasq that NetworkManager runs with `dns=dnsmasq`. `dnsmasq`: the dnsmasq service of the system. `auto`: one of these two where it is in use, otherwise the gate. `none`: nobody, so that only addresses can be allowed.',
        fallback: '"gate"',
    },
    blocked: {
        type: '"reject" | "drop"',
        text: 'Whether a refused program is told at once or left waiting.',
        fallback: '"reject"',
    },
    forward: {
        type: '"leave" | "drop"',
        text: 'Forwarded traffic (containers, virtual machines): left alone, or refused.',
        fallback: '"leave"',
    },
    dns: {
        type: '"all" | "listed" | "own"',
        text: 'Who may look names up: everybody, only those with domains, or app groups only for their own names (a small DNS gate runs for each of them; other names are refused).',
        fallback: '"all"',
    },
    marks: {
        type: '"auto" | "map" | "bpf" | "rule"',
        text: 'How traffic is attributed: an index by group and user (`map`), the socket mark of an eBPF program (`bpf`), a constant for each group (`rule`). `auto` takes the first that works.',
        fallback: '"auto"',
    },
    ping_group_range: {
        type: '[first, last]',
        text: 'Groups that may open ICMP echo sockets (`net.ipv4.ping_group_range`). Narrowing it takes ping from everybody else, so it is left alone unless set.',
        fallback: 'not set',
    },
    defaults: {
        type: 'object',
        text: 'Values for entries that do not have the key themselves: `families`, `domains`, `rule`, `rule6`.',
        classic: true,
    },
};

const COMMON: Fields = {
    domains: {
        type: 'list | name',
        empty: true,
        text: 'Domains, or the name of another entry whose domains are shared. A domain covers every name below it.',
        classic: true,
    },
    families: {type: 'list of 4, 6', single: true, text: 'IP families.', fallback: '[4, 6]', classic: true},
    rule: {
        type: 'text',
        empty: true,
        text: 'Raw nft match, in addition to the domains. `""` allows everything.',
        classic: true,
    },
    rule6: {
        type: 'text',
        empty: true,
        text: 'The same for IPv6. Without it, `rule` serves IPv6 too unless it speaks of IPv4.',
        classic: true,
    },
    allow: {type: 'list of objects', text: 'Endpoints that may be reached; see below.'},
    ping: {type: 'boolean', text: 'May send echo requests.', fallback: 'false'},
    record: {
        type: 'boolean',
        text: 'Allow everything for now, and log every new destination.',
        fallback: 'false',
    },
};

export const USER: Fields = COMMON;

/** `config.defaults`. */
export const DEFAULTS: Fields = Object.fromEntries(
    ['families', 'domains', 'rule', 'rule6'].map(key => [key, COMMON[key]!]),
);

export const GROUP: Fields = {
    ...COMMON,
    execv: {
        type: 'list',
        empty: true,
        text: "Absolute program and its arguments; a lone `…` stands where the caller's arguments go, at most once. Without it the group is only defined.",
        classic: true,
    },
    args: {
        type: '"none" | "files" | "any" | {"uris": [scheme]}',
        text: 'What a caller may put in place of `…`: nothing, absolute file names, anything, or URIs of some schemes.',
        fallback: '"any" with a `…`, else "none"',
    },
    title: {type: 'text', text: 'Name for people.'},
    icon: {type: 'text', text: 'Icon name or file.'},
    desktop: {
        type: 'text',
        text: 'Desktop file id, such as `thunderbird.desktop`. Its icon, actions, file types, D-Bus service, autostart entries and user unit then launch through galaf.',
    },
    wrapper: {
        type: 'boolean',
        text: "Whether the program's name, typed in a shell, launches through galaf.",
        fallback: 'false',
    },
    unit: {
        type: 'text',
        text: 'A system service, such as `packagekit.service`, that runs under the id of this group from its next start on.',
    },
    users: {type: 'list of names', single: true, text: 'Who may launch it.', fallback: 'every human user'},
    launch: {
        type: '"direct" | "scope" | "firejail" | "bwrap"',
        text: 'Start the command directly, in a systemd scope of its own, or inside a sandbox.',
        fallback: '"direct"',
    },
    sandbox: {
        type: 'list',
        text: 'Options for the sandbox that `launch` names.',
        fallback:
            'firejail: none, so that it takes its own profile of the program; bwrap: everything read-only but /home, /tmp, /var/tmp and /run, and a process table of its own',
    },
    env: {type: 'list', text: "`NAME` passes the caller's variable, `NAME=value` sets it.", fallback: '[]'},
    harden: {
        type: '"strict" | "userns" | "off"',
        text: '`strict`: no new privileges, no user namespaces, no setgid files. `userns`: the same with user namespaces, which browsers, Electron and bwrap need. `off`: for firejail and setuid helpers. A level that the sandbox of `launch` cannot run with is an error.',
        fallback: '"strict"; "userns" for bwrap and flatpak, "off" for firejail',
    },
};

export const ALLOW: Fields = {
    to: {
        required: true,
        type: 'text | list',
        text: 'Domains, addresses, blocks (`192.0.2.0/24`), ranges (`192.0.2.1-192.0.2.9`), `lan`, `multicast` or `any`.',
    },
    ports: {
        type: 'text | list',
        text: '`tcp/443`, `udp/50000-60000`, `icmp/echo-request`, `any`.',
        fallback: '"any"',
    },
    families: {type: 'list of 4, 6', single: true, text: 'IP families.', fallback: "the entry's"},
    private: {
        type: 'boolean',
        text: 'Whether private, loopback, link-local, multicast and broadcast addresses learned for the domains count as well.',
        fallback: 'false',
    },
};

export const INBOUND: Fields = {
    ports: {type: 'text | list', text: 'As in `allow`.', required: true},
    from: {type: 'text | list', text: 'Addresses, blocks, ranges, `lan` or `any`.', fallback: '"lan"'},
    as: {type: '"user:NAME" | "group:NAME"', text: 'Who the traffic is attributed to.'},
};

export const BASE: Fields = {
    dhcp: {type: 'boolean', text: 'Addresses by DHCP.', fallback: 'true'},
    dhcpv6: {type: 'boolean', text: 'Addresses by DHCPv6.', fallback: 'true'},
    ndp: {type: 'boolean', text: 'IPv6 neighbour discovery and multicast listeners.', fallback: 'true'},
    icmp_errors: {type: 'boolean', text: 'ICMP errors, which path MTU discovery needs.', fallback: 'true'},
    ntp: {
        type: 'boolean',
        text: 'The time service may reach the servers of its own configuration, and those of the local network, as DHCP names them.',
        fallback: 'true',
    },
    apt: {type: 'boolean', text: 'apt may reach the hosts of its sources.', fallback: 'true'},
    connectivity: {
        type: 'boolean',
        text: 'NetworkManager, which is root, may ask the host of its own configuration whether the network leads to the Internet.',
        fallback: 'true',
    },
    drives: {
        type: 'boolean',
        text: 'The kernel, and root, reach the file servers (SMB, NFS) of /etc/fstab, of mount units, and of what is mounted.',
        fallback: 'true',
    },
    resolver: {
        type: 'boolean',
        text: 'The system resolver and the gate may ask their servers.',
        fallback: 'true',
    },
    mdns: {type: 'boolean', text: 'Avahi and systemd-resolved may use multicast DNS.', fallback: 'false'},
    bridges: {
        type: 'boolean | list of names',
        text: 'Containers and virtual machines get addresses and names from this machine, and root may reach them, as Docker does for published ports. `true` means the bridges of Docker, Podman, libvirt, LXC and Incus; a list names interfaces, such as that of a hotspot. Nothing with `forward: "drop"`.',
        fallback: 'true',
    },
    ipsec: {
        type: 'boolean',
        text: 'VPNs of IPsec (IKEv2, L2TP): the daemon that exchanges keys, and what the kernel encrypts for apps that may reach what is behind.',
        fallback: 'false',
    },
    wireguard: {
        type: 'boolean | list of ports',
        single: true,
        text: 'Local UDP ports of WireGuard tunnels; `true` means 51820.',
        fallback: 'false',
    },
};
