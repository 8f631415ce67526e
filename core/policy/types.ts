/** The policy: a configuration resolved against one machine, with numbers instead of names, ready to render. */
import type {
    Config,
    Grant,
    GroupEntry,
    InboundService,
    Resolver,
    Settings,
    BasePresets,
} from '../config/types.js';

/** An entry of /etc/passwd. */
export interface SystemUser {
    readonly name: string;
    readonly uid: number;
    readonly gid: number;
    readonly home: string;
    readonly shell: string;
}

/** An entry of /etc/group. */
export interface SystemGroup {
    readonly name: string;
    readonly gid: number;
    readonly members: readonly string[];
}

/** A host that the machine's own configuration names, such as an apt mirror or a time server. */
export interface HostPort {
    readonly host: string;
    readonly protocol: 'tcp' | 'udp';
    readonly port: number;
}

/** A file server that the kernel mounts a drive of. */
export interface Drive {
    readonly kind: 'smb' | 'nfs';
    /** A name or an address; null somewhere in the local network. */
    readonly host: string | null;
    readonly port: number;
}

/** The system's own files about the programs of desktop file ids that app groups name; texts, by id or file name. */
export interface DesktopFiles {
    /** Desktop entries by id (`org.example.App.desktop`). */
    readonly entries: Readonly<Record<string, string>>;
    /** D-Bus session services of the same applications, by the same id. */
    readonly services: Readonly<Record<string, string>>;
    /** Entries of /etc/xdg/autostart, by file name. */
    readonly autostart: Readonly<Record<string, string>>;
}

/** Uids that a user may map into user namespaces of its own; both ends inclusive. */
export interface ContainerUids {
    readonly uid: number;
    readonly from: number;
    readonly to: number;
}

/** What resolving needs to know of a machine; gathered by the helper, or by the CLI when offline. */
export interface Machine {
    readonly users: readonly SystemUser[];
    readonly groups: readonly SystemGroup[];
    /** Ids that processes have now, those of deleted groups among them: no new group may get one. None when it is left out. */
    readonly gidsInUse?: readonly number[];
    /** Ids that app groups had before: what was counted for them is still told. None when it is left out. */
    readonly formerGids?: readonly number[];
    /** Uids of people's containers (/etc/subuid) with the uid of their owner: no two overlap. None when it is left out. */
    readonly containers?: readonly ContainerUids[];
    /** UID_MIN and UID_MAX of /etc/login.defs. */
    readonly uidRange: readonly [number, number];
    /** Login shells of /etc/shells. */
    readonly shells: readonly string[];
    /** The gate's user id, or null before its user exists. */
    readonly gateUid: number | null;
    /** Uids of system resolvers whose own queries must not be redirected (systemd-resolve, dnsmasq…). */
    readonly resolverUids: readonly number[];
    /** Hosts of apt's sources. */
    readonly apt: readonly HostPort[];
    /** Time servers of systemd-timesyncd, chrony or ntpsec. */
    readonly ntp: readonly HostPort[];
    /** Where NetworkManager asks whether the network leads to the Internet; none when it is left out. */
    readonly connectivity?: readonly HostPort[];
    /** File servers that are mounted, or can be; none when it is left out. */
    readonly drives?: readonly Drive[];
    /** Which dnsmasq the system itself asks, if any. */
    readonly localResolver: 'networkmanager' | 'dnsmasq' | null;
    /** Nameservers of /etc/resolv.conf. */
    readonly nameservers: readonly string[];
    /** Nothing of it when no app group names a desktop file. */
    readonly desktop?: DesktopFiles;
    /** What the kernel and nft were probed to support; decides `marks: auto`. */
    readonly marks: {readonly map: boolean; readonly bpf: boolean};
}

/** An app group with its id. */
export interface PolicyGroup extends GroupEntry {
    readonly gid: number;
    /** False when the group has to be created. */
    readonly exists: boolean;
    /** Uids who may launch, inclusive ranges in ascending order. */
    readonly launchers: readonly (readonly [number, number])[];
}

/** A user of the system with permissions of its own. */
export interface PolicyUser {
    readonly name: string;
    readonly uid: number;
    readonly grants: readonly Grant[];
    readonly ping: boolean;
    readonly record: boolean;
    readonly recordTimer?: string;
}

/** Domains that share one pair of learned address sets. */
export interface DomainClass {
    /** Set name stem, stable across generations: `n_<hash>`; the sets are `<stem>_4` and `<stem>_6`. */
    readonly stem: string;
    readonly domains: readonly string[];
    readonly families: readonly (4 | 6)[];
}

/** One line of the table that maps a conntrack mark to who it stands for; null = any or unknown. */
export interface MarkEntry {
    readonly mark: number;
    readonly gid: number | null;
    readonly uid: number | null;
}

/** A gate and the port it listens on; gid null is the gate for everybody who has none of their own. */
export interface GatePort {
    readonly gid: number | null;
    readonly port: number;
}

export interface Policy {
    /** `resolver` is settled, never `auto`. */
    readonly settings: Settings & {readonly resolver: Resolver};
    readonly base: BasePresets;
    /** The chosen mode; `auto` is settled here. */
    readonly marks: 'map' | 'bpf' | 'rule';
    readonly markTable: readonly MarkEntry[];
    readonly groups: readonly PolicyGroup[];
    readonly users: readonly PolicyUser[];
    readonly inbound: readonly InboundService[];
    readonly classes: readonly DomainClass[];
    /** The common gate first; none in other resolver modes. */
    readonly gates: readonly GatePort[];
    readonly machine: Machine;
    readonly config: Config;
}

/** A rendered generation: relative path -> content. Same policy, same bytes. */
export type GenerationFiles = ReadonlyMap<string, string>;
