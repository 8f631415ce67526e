/** Which things of a configuration another one changes, by their names. */
import type {Config} from '../config/types.js';
import {diffInWords, keyName, NOTHING} from './diff.js';
import {meaning} from './renames.js';
import {labelsOf} from './titles.js';

interface Named {
    readonly name: string;
}

/** Names of what came, went, or means something else. */
function named(before: readonly Named[], after: readonly Named[]): string[] {
    const [old, current] = [before, after].map(
        list => new Map(list.map(entry => [entry.name, meaning(entry)])),
    );
    const names = new Set([...old!.keys(), ...current!.keys()]);
    return [...names].filter(name => old!.get(name) !== current!.get(name));
}

/** Paths of values that are others now, such as `config.dns`. */
function values(section: string, before: object, after: object): string[] {
    const list = (from: object) =>
        Object.entries(from).map(([key, value]) => ({name: key, value: value as unknown}));
    return named(list(before), list(after)).map(key => `${section}.${keyName(key)}`);
}

export interface Concerned {
    /** How many changes there are, as `diffInWords` counts them. */
    readonly count: number;
    /**
     * App groups, users, services and settings. Groups by the titles that they have now: what a new configuration would call
     * them is up to whoever wrote it.
     */
    readonly names: readonly string[];
}

/** @param before null when there is no policy yet */
export function concerned(before: Config | null, after: Config): Concerned {
    const old = before ?? NOTHING;
    const labels = labelsOf(old.groups);
    return {
        count: diffInWords(before, after).length,
        names: [
            ...named(old.groups, after.groups).map(name => labels.get(name) ?? name),
            ...named(old.users, after.users),
            ...named(old.inbound, after.inbound),
            ...values('base', old.base, after.base),
            ...values('config', old.settings, after.settings),
        ],
    };
}
