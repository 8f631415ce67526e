/** Shapes of the JSON that the methods of org.galaf.Helper1 answer with; shared with the clients, like the XML. */
import type {Diagnostic} from '../../core/config/types.js';

export type State = 'enforcing' | 'stopped' | 'closed' | 'not-configured';

/** Status. What is null is not known before the first apply. */
export interface Status {
    readonly state: State;
    readonly generation: number | null;
    /** ISO 8601, UTC. */
    readonly created: string | null;
    readonly author_uid: number | null;
    readonly table: string | null;
    readonly marks: string | null;
    readonly resolver: string | null;
    readonly gate: string;
    readonly guard: string;
    readonly last_error: string | null;
    /** Warnings about the configuration on disk; its errors too, when it could not be applied as it is. */
    readonly warnings: readonly Diagnostic[];
}

/** Apply, AddGroup, RenameGroup. */
export interface Applied {
    readonly generation: number;
    /** False when the generation in force says the same already; it was only loaded again. */
    readonly changed: boolean;
    readonly created_groups: readonly string[];
    readonly summary: readonly string[];
    readonly warnings: readonly Diagnostic[];
}

export interface Count {
    readonly packets: number;
    readonly bytes: number;
}

export interface Traffic {
    readonly in: Count;
    readonly out: Count;
    readonly refused: Count;
}

export interface StatsRow extends Traffic {
    /** Name, or number when nobody has that id; null when unknown. */
    readonly user: string | null;
    readonly group: string | null;
    readonly mark: number;
}

/** Stats. */
export interface Stats {
    readonly rows: readonly StatsRow[];
    readonly totals: Traffic;
}

/** List. */
export interface List {
    readonly groups: readonly {
        readonly name: string;
        readonly gid: number;
        readonly title: string | null;
        readonly command: readonly string[] | null;
        readonly users: readonly string[] | null;
        readonly grants: readonly string[];
    }[];
    readonly users: readonly {
        readonly name: string;
        readonly uid: number;
        readonly grants: readonly string[];
    }[];
}
