/** What a policy's life is made of, as far as somebody can see it from outside. */
import {isDeepStrictEqual} from 'node:util';
import type {Guest, Look} from './guest.js';

export interface Group {
    readonly execv: readonly string[];
    readonly allow: readonly {readonly to: string; readonly ports: string}[];
}
export interface Config {
    readonly config?: {readonly blocked: 'reject' | 'drop'};
    readonly groups: Readonly<Record<string, Group>>;
}

export interface Trial {
    /** What it goes back to. */
    readonly policy: Config;
    readonly groups: Readonly<Record<string, number>>;
    /** The file before and after, when the trial came with texts. */
    readonly edit: readonly [before: Config, after: Config] | null;
}

export interface State {
    readonly file: Config;
    readonly policy: Config;
    readonly trial: Trial | null;
    readonly enforced: boolean;
    /** App groups of the system; the id is 0 when the system has yet to choose it. */
    readonly groups: Readonly<Record<string, number>>;
}

export interface Model {
    state: State;
}
export interface Real {
    readonly guest: Guest;
    /** What each generation came from. */
    readonly generations: Map<number, Config>;
    steps: number;
}

export const textOf = (config: Config): string => `${JSON.stringify(config, null, 4)}\n`;
const parse = (text: string): Config => JSON.parse(text) as Config;

const sameGroups = (expected: State['groups'], found: Look['groups']): boolean =>
    isDeepStrictEqual(Object.keys(expected).sort(), Object.keys(found).sort()) &&
    Object.entries(expected).every(([name, gid]) => gid === 0 || gid === found[name]);

/** Whether the machine is in a state. */
export const isSame = (state: State, look: Look): boolean =>
    isDeepStrictEqual(parse(look.file), state.file) &&
    isDeepStrictEqual(parse(look.policy), state.policy) &&
    look.trial === (state.trial !== null) &&
    look.enforced === state.enforced &&
    sameGroups(state.groups, look.groups);

/** The groups of a system once a policy is applied: those of before stay. */
export const withGroups = (groups: State['groups'], {groups: wanted}: Config): State['groups'] => ({
    ...Object.fromEntries(Object.keys(wanted).map(name => [name, 0])),
    ...groups,
});

/** A state after its trial was given up. */
export function back(state: State): State {
    const {trial, file} = state;
    if (!trial) return state;
    const restored = trial.edit && isDeepStrictEqual(file, trial.edit[1]) ? trial.edit[0] : file;
    return {...state, policy: trial.policy, groups: trial.groups, file: restored, trial: null};
}
