/** Shapes of the JSON that the methods of org.galaf.Helper1 answer with; shared with the clients, like the XML. */
import type {AttemptLike} from '../../core/attempts.js';
import type {Diagnostic, SourceFile} from '../../core/config/types.js';
import type {Finding, Severity} from '../../core/doctor/types.js';
import type {Count, Counted} from '../../core/traffic.js';

export type State = 'enforcing' | 'stopped' | 'paused' | 'closed' | 'not-configured';

/** A generation on trial: it goes back by itself unless confirmed. */
export interface Trial {
    readonly generation: number;
    readonly previous: number | null;
    /** Seconds left when the answer was made. */
    readonly seconds_left: number;
}

/** A permission that ends by itself. */
export interface TimedPermission {
    readonly id: string;
    readonly subject: string; // group name, or user:NAME
    readonly endpoint: string; // in words
    readonly record: boolean; // everything may be reached, and is recorded
    readonly until: 'boot' | 'exit' | 'time';
    readonly seconds_left: number | null;
}

export interface Status {
    readonly version: string;
    readonly state: State;
    readonly generation: number | null;
    readonly created: string | null; // ISO 8601, UTC
    readonly author_uid: number | null;
    readonly table: string | null;
    readonly marks: string | null;
    readonly resolver: string | null;
    readonly gate: string; // systemd state: active, inactive, failed…; or `active: why` when it cannot add addresses
    readonly guard: string; // active | inactive: why | unavailable: why
    readonly monitor: string; // systemd state
    readonly last_error: string | null;
    readonly paused_seconds_left: number | null;
    readonly trial: Trial | null;
    readonly timed: readonly TimedPermission[];
    readonly doctor: {readonly high: number; readonly medium: number; readonly low: number};
    readonly pending: boolean; // the files differ from what is in force
    readonly warnings: readonly Diagnostic[];
}

export interface Configuration {
    readonly revision: string;
    readonly sources: readonly SourceFile[];
}

/** Preview. Diff words come from core/policy/diff.ts. */
export interface Preview {
    readonly diagnostics: readonly Diagnostic[];
    readonly summary: readonly string[]; // "thunderbird may now also reach imap.example.org on tcp/993"
    readonly titled_summary: readonly string[]; // the same with titles of app groups instead of names
    readonly risks: readonly string[]; // why it should be tried first, in words; empty = no need
    readonly created_groups: readonly string[];
    readonly files: readonly SourceFile[]; // rendered
}

export interface Applied {
    readonly generation: number;
    readonly changed: boolean;
    readonly created_groups: readonly string[];
    readonly summary: readonly string[];
    readonly warnings: readonly Diagnostic[];
    readonly trial: Trial | null;
}

export interface GenerationInfo {
    readonly generation: number;
    readonly created: string;
    readonly author_uid: number;
    readonly author: string;
    readonly summary: readonly string[];
    readonly titled_summary: readonly string[]; // the same with titles of app groups instead of names
    readonly current: boolean;
    readonly trial: boolean;
}
export interface Generations {
    readonly generations: readonly GenerationInfo[];
} // newest first

export type {Explanation} from '../../core/policy/explain.js';

export type {Finding, Severity};

export interface Doctor {
    readonly findings: readonly Finding[];
}

export type {Count};
export type Traffic = Pick<Counted, 'in' | 'out' | 'refused'>;
/** `tunnel_in`, `tunnel_out`: how much of it passed a tunnel, whose own packets are counted with whoever sends them. */
export interface StatsRow extends Counted {
    readonly user: string | null;
    readonly group: string | null;
    /** Of the conntrack mark; 0 is traffic that has none, as the kernel's own and the first packet of each inbound connection. */
    readonly mark: number;
}
/** What was passed on for containers and virtual machines, from one interface to another. */
export interface Forwarded extends Count {
    readonly from: string;
    readonly to: string;
}
export interface Stats {
    readonly rows: readonly StatsRow[];
    /** What went over the wire: without what passed tunnels, since the tunnels' own packets are there. */
    readonly totals: Traffic;
    readonly forwarded: readonly Forwarded[];
    /** Whether traffic of other people was left out, which polkit did not let the caller see. */
    readonly partial: boolean;
}

/** Sent to the caller of Capture when the rules are in place. */
export interface CaptureStarted {
    /** Whose packets: `firefox`, `firefox (alice)`, `(alice)` or `0x5`. */
    readonly subject: string;
    /** Whether packets of other people are left out, which polkit did not let the caller see. */
    readonly partial: boolean;
}
export interface Captured extends CaptureStarted {
    readonly captured: number;
    /** Packets that came faster than they could be written. */
    readonly dropped: number;
    /** Whether it was ended since polkit no longer lets the caller see packets of other people. */
    readonly unauthorized: boolean;
}

export interface ListGroup {
    readonly name: string;
    readonly gid: number;
    readonly title: string | null;
    readonly icon: string | null;
    readonly desktop: string | null;
    readonly command: readonly string[] | null;
    readonly users: readonly string[] | null;
    readonly grants: readonly string[];
    readonly may_launch: boolean; // whether the caller may launch it
    readonly running: number; // processes with that gid
}
export interface List {
    readonly groups: readonly ListGroup[];
    readonly users: readonly {
        readonly name: string;
        readonly uid: number;
        readonly grants: readonly string[];
    }[];
}

/** Traffic signal, at most one a period, only rows that moved. Rates in bytes per second. */
export interface TrafficSignal {
    readonly period_ms: number;
    readonly in_rate: number;
    readonly out_rate: number;
    readonly groups: readonly {readonly group: string; readonly in_rate: number; readonly out_rate: number}[]; // by rate, descending, at most 20
}
/** One row of Blocked() and the Blocked signal: grouped per subject and destination. */
export interface BlockedAttempt extends AttemptLike {
    readonly gid: number | null;
}

/** Blocked, Recorded and Destinations; latest first. */
export interface Attempts {
    readonly attempts: readonly BlockedAttempt[];
    /** Whether the limit left some out. */
    readonly more: boolean;
}

/** Traffic of one hour, or of as long as `step` says. */
export interface HistoryRow extends Counted {
    readonly user: string | null;
    readonly group: string | null;
    /** ISO 8601, UTC. */
    readonly start: string;
}

/** History; earliest first. */
export interface History {
    readonly rows: readonly HistoryRow[];
    /** Whether the limit left earlier ones out: those that `until` the first of these has. */
    readonly more: boolean;
}

/** DeleteGroup. */
export interface Deleted {
    /** Null when the configuration had no such group any more. */
    readonly applied: Applied | null;
    /** Files that went back to the primary group of their owner. */
    readonly changed: number;
    /** Paths with reasons; as long as there are any, the system keeps the group. */
    readonly kept: readonly string[];
    /** Local file systems that were not searched. */
    readonly not_searched: readonly string[];
    readonly deleted: boolean;
}
