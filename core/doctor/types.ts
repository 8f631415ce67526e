/** What a doctor looks at, and what it finds. */
import type {Shadow} from '../machine/shadowing.js';
import type {ProgramVpn} from '../machine/vpns.js';
import type {Policy, SystemGroup, SystemUser} from '../policy/types.js';

/** high: the firewall can be got round, or does not run; medium: less protection, or apps that fail; low: good to know. */
export type Severity = 'high' | 'medium' | 'low';

interface Words {
    /** One line. */
    readonly title: string;
    /** Why it matters. */
    readonly detail: string;
}

/** What a check tells. */
export interface Told extends Words {
    /** Stable identifier such as `app-group-member`, for scripts. */
    readonly id: string;
    readonly severity: Severity;
    /** A command for root, or what to write where; null when nothing can be done from here. */
    readonly fix: string | null;
}

/** With the names of app groups, as files and commands have them. */
export interface Finding extends Told {
    /** The same with their titles, as screens show them. */
    readonly titled: Words;
}

/** A mounted file system. */
export interface Mounted {
    readonly point: string;
    readonly nosuid: boolean;
}

/** A file with the set-group-id bit and an app group as its group. */
export interface SetgidFile {
    readonly path: string;
    readonly gid: number;
}

/** A service that runs, but was started before it became an app group. */
export interface StaleUnit {
    readonly unit: string;
    /** Of the group that it is to have. */
    readonly gid: number;
}

/** This machine as it is now. Texts are those of the files named; empty when there is no such file. */
export interface Facts {
    readonly state: 'enforcing' | 'stopped' | 'paused' | 'closed' | 'not-configured';
    /** The version whose rules are in force, if it is another, and why they were not rendered anew; null when they are this one's. */
    readonly outdated: {readonly version: string | null; readonly error: string | null} | null;
    /** What is in force; null when nothing is. */
    readonly policy: Policy | null;
    readonly users: readonly SystemUser[];
    readonly groups: readonly SystemGroup[];
    readonly gidRange: readonly [number, number];
    /** Why the gate could not add an address lately, if so. */
    readonly gateFailure: string | null;
    /** /etc/subgid, /etc/gshadow, /etc/nsswitch.conf. */
    readonly subgid: string;
    readonly gshadow: string;
    readonly nsswitch: string;
    /** /etc/firejail/firejail.config; null when no firejail is there that could give a program a network of its own. */
    readonly firejail: string | null;
    /** Names of active units among those that the checks ask for. */
    readonly active: ReadonlySet<string>;
    /** Our units that are not enabled although the policy needs them at boot. */
    readonly notEnabled: readonly string[];
    readonly mounts: readonly Mounted[];
    /** Null when nobody has looked yet, or the search took too long. */
    readonly setgidFiles: readonly SetgidFile[] | null;
    readonly shadows: readonly Shadow[] | null;
    readonly staleUnits: readonly StaleUnit[];
    /** Kinds of tunnels that the kernel has. */
    readonly vpns: readonly ('wireguard' | 'ipsec')[];
    readonly programVpns: readonly ProgramVpn[];
    /** Tables of nftables that are not ours, as `inet filter`. */
    readonly foreignTables: readonly string[];
    /** /sys/kernel/security/lsm. */
    readonly lsm: string;
    readonly guardActive: boolean;
    /** /proc/sys/kernel/yama/ptrace_scope; null when the kernel has no Yama. */
    readonly ptraceScope: number | null;
    /** Whether the launcher has its capability. */
    readonly launcherReady: boolean;
}

/** A question to the facts. @param call what to call an app group in words; commands take its name */
export type Check = (facts: Facts, call: (group: string) => string) => readonly Told[];
