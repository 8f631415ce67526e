/**
 * The configuration after parsing: normalised, references resolved, nothing optional left open.
 * Everything downstream (policy, renderers, views) works on these shapes and never on JSON text.
 */

/** IP family number, as in the 2022 format. */
export type Family = 4 | 6;

/** Where a value was written; line and column count from 1. */
export interface Origin {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    /** JSON path such as `groups.thunderbird.allow[2].ports`. */
    readonly path: string;
}

/** One finding about a configuration. Errors stop an apply, warnings do not. */
export interface Diagnostic extends Origin {
    readonly severity: 'error' | 'warning';
    /** Stable identifier such as `unknown-key`, for scripts and translations. */
    readonly code: string;
    readonly message: string;
    /** What to do about it. */
    readonly hint?: string;
}

/** A file of configuration text; the main file comes first, drop-ins follow in name order. */
export interface SourceFile {
    readonly name: string;
    readonly text: string;
}

/** Result of parsing: a configuration only when there is no error among the diagnostics. */
export interface ParseResult {
    readonly config: Config | null;
    readonly diagnostics: readonly Diagnostic[];
}

/** Inclusive address range in canonical text, both ends of one family; a single address has from === to. */
export interface AddressRange {
    readonly family: Family;
    readonly from: string;
    readonly to: string;
}

/** Where traffic may go. A domain covers itself and every name below it (dnsmasq's meaning). */
export type Destination =
    | {readonly kind: 'domains'; readonly domains: readonly string[]}
    | {readonly kind: 'addresses'; readonly ranges: readonly AddressRange[]}
    | {readonly kind: 'lan'}
    | {readonly kind: 'multicast'}
    | {readonly kind: 'any'};

/** Ports of one transport protocol (inclusive range) or one ICMP type by its nft name. */
export type PortMatch =
    | {readonly protocol: 'tcp' | 'udp'; readonly from: number; readonly to: number}
    | {readonly protocol: 'icmp' | 'icmpv6'; readonly type: string};

/** One permission. An empty `ports` list means every protocol and port. */
export interface Grant {
    readonly to: Destination;
    readonly ports: readonly PortMatch[];
    readonly families: readonly Family[];
    /** Whether learned addresses count as well that are private, loopback, link-local, multicast or broadcast. */
    readonly private: boolean;
    /** Raw nft match text per family (2022 format); validated not to leave its rule. */
    readonly raw: Readonly<Partial<Record<Family, string>>>;
    /** Set whose elements say for whom it holds now; none for permissions of the file, which always hold. */
    readonly timer?: string;
    readonly origin: Origin;
}

/** What users, app groups and services have in common. */
export interface Subject {
    readonly name: string;
    readonly grants: readonly Grant[];
    readonly ping: boolean;
    readonly record: boolean;
    /** Set of a recording that ends by itself, beside `record` of the files. */
    readonly recordTimer?: string;
    readonly origin: Origin;
}

export type UserEntry = Subject;

export type Harden = 'strict' | 'userns' | 'off';
export type LaunchMode = 'direct' | 'scope' | 'firejail' | 'bwrap';

/** What a caller may add to the command line: nothing, URIs of some schemes, absolute files, or anything. */
export type ArgsPolicy =
    | {readonly kind: 'none' | 'files' | 'any'}
    | {readonly kind: 'uris'; readonly schemes: readonly string[]};

/** An app group: the unit of permission. */
export interface GroupEntry extends Subject {
    readonly title: string | null;
    readonly icon: string | null;
    /** Desktop file id whose ways to start the program go through the launcher. */
    readonly desktop: string | null;
    /** Whether the program's name, typed in a shell, goes through the launcher. */
    readonly wrapper: boolean;
    /** System service that runs under this group's id. */
    readonly unit: string | null;
    /** Names of users who may launch; null = every human user (UID_MIN..UID_MAX with a login shell). */
    readonly users: readonly string[] | null;
    readonly launch: LaunchMode;
    /** Options for the sandbox of `launch`; null = its defaults. */
    readonly sandbox: readonly string[] | null;
    readonly harden: Harden;
    /** `NAME` passes the caller's variable, `NAME=value` sets it. */
    readonly env: readonly string[];
    readonly args: ArgsPolicy;
    /** Absolute program and arguments; a lone `…` stands where the caller's arguments go. Null: define only. */
    readonly execv: readonly string[] | null;
}

/** A service that others may reach; traffic is attributed to the user or group in `as`. */
export interface InboundService {
    readonly name: string;
    readonly ports: readonly PortMatch[];
    readonly from: Destination;
    readonly as: {readonly kind: 'user' | 'group'; readonly name: string} | null;
    readonly origin: Origin;
}

/** Permissions that a machine needs to be on a network at all. */
export interface BasePresets {
    readonly dhcp: boolean;
    readonly dhcpv6: boolean;
    /** Neighbour discovery and MLD. */
    readonly ndp: boolean;
    readonly icmpErrors: boolean;
    readonly ntp: boolean;
    readonly apt: boolean;
    /** NetworkManager may ask whether the network leads to the Internet. */
    readonly connectivity: boolean;
    /** The kernel reaches the file servers that this machine mounts. */
    readonly drives: boolean;
    /** The system resolver and the gate may ask their upstream servers. */
    readonly resolver: boolean;
    readonly mdns: boolean;
    /** Interfaces that lead to containers and virtual machines; true: those that the usual programs make. */
    readonly bridges: boolean | readonly string[];
    /** What the kernel encrypts with IPsec, and the exchange of keys. */
    readonly ipsec: boolean;
    /** UDP ports of WireGuard tunnels, [] = off. */
    readonly wireguard: readonly number[];
}

/** Who learns the addresses of names: the gate in front of the system's resolver, a dnsmasq that is the system's resolver, nobody. */
export type Resolver = 'gate' | 'networkmanager' | 'dnsmasq' | 'none';

export interface Settings {
    readonly gidRange: readonly [number, number];
    readonly table: string;
    readonly resolver: Resolver | 'auto';
    readonly blocked: 'reject' | 'drop';
    readonly forward: 'leave' | 'drop';
    readonly dns: 'all' | 'listed' | 'own';
    readonly marks: 'auto' | 'map' | 'bpf' | 'rule';
    /** Range for net.ipv4.ping_group_range, or null to leave the system's. */
    readonly pingGroupRange: readonly [number, number] | null;
}

export interface Config {
    readonly settings: Settings;
    readonly base: BasePresets;
    /** Subjects in the order of the file. */
    readonly users: readonly UserEntry[];
    readonly groups: readonly GroupEntry[];
    readonly inbound: readonly InboundService[];
}
