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

/** App groups of the system; the id is 0 when the system has yet to choose it. */
export type Groups = Readonly<Record<string, number>>;
export type Renames = readonly (readonly [from: string, to: string])[];

export interface Trial {
    /** What it goes back to. */
    readonly policy: Config;
    readonly groups: Groups;
    /** The file before and after, when the trial came with texts. */
    readonly edit: readonly [before: Config, after: Config] | null;
}

export interface State {
    readonly file: Config;
    readonly policy: Config;
    readonly trial: Trial | null;
    readonly enforced: boolean;
    readonly groups: Groups;
}

/** What a generation came from, the ids that it had, and the groups that it gave another name. */
export interface Generation {
    readonly config: Config;
    readonly groups: Groups;
    readonly renames: Renames;
}

export interface Model {
    state: State;
}
export interface Real {
    readonly guest: Guest;
    readonly generations: Map<number, Generation>;
    /** That in force. */
    generation: number;
    steps: number;
}

export const textOf = (config: Config): string => `${JSON.stringify(config, null, 4)}\n`;
const parse = (text: string): Config => JSON.parse(text) as Config;

const sameGroups = (expected: Groups, found: Look['groups']): boolean =>
    isDeepStrictEqual(Object.keys(expected).sort(), Object.keys(found).sort()) &&
    Object.entries(expected).every(([name, gid]) => gid === 0 || gid === found[name]);

/** Whether the machine is in a state. */
export const isSame = (state: State, look: Look): boolean =>
    isDeepStrictEqual(parse(look.file), state.file) &&
    isDeepStrictEqual(parse(look.policy), state.policy) &&
    look.trial === (state.trial !== null) &&
    look.enforced === state.enforced &&
    sameGroups(state.groups, look.groups);

/** The groups of a system once a policy is applied: those of before stay, some under another name. */
export function withGroups(groups: Groups, renames: Renames, {groups: wanted}: Config): Groups {
    const named = Object.entries(groups).map(([name, gid]): [string, number] => [
        renames.find(([from]) => from === name)?.[1] ?? name,
        gid,
    ]);
    return {
        ...Object.fromEntries(Object.keys(wanted).map(name => [name, 0])),
        ...Object.fromEntries(named),
    };
}

/** Groups that went while another came that runs the same: here, each group of a text runs something else. */
export function renamesBetween(before: Config, after: Config, have: Groups): Renames {
    const runs = ({execv}: Group) => execv.join(' ');
    const [gone, come] = [
        Object.entries(before.groups).filter(([name]) => !(name in after.groups)),
        Object.entries(after.groups).filter(([name]) => !(name in before.groups)),
    ];
    return come.flatMap(([to, group]) =>
        gone
            .filter(([from, old]) => runs(old) === runs(group) && from in have && !(to in have))
            .map(([from]) => [from, to] as const),
    );
}

/** Groups of an older generation that have been renamed since, and get their names back if they are still there. */
export function renamesBack(generations: Real['generations'], number: number, have: Groups): Renames {
    const {config, groups} = generations.get(number)!;
    const since = [...generations.keys()].filter(other => other > number).sort((a, b) => a - b);
    return Object.keys(config.groups).flatMap(name => {
        let now = name;
        for (const other of since) {
            const renamed = generations.get(other)!.renames.find(([from]) => from === now);
            now = renamed?.[1] ?? now;
        }
        return now !== name && !(name in have) && have[now] === groups[name] ? [[now, name] as const] : [];
    });
}

/** A state after its trial was given up. */
export function back(state: State): State {
    const {trial, file} = state;
    if (!trial) return state;
    const restored = trial.edit && isDeepStrictEqual(file, trial.edit[1]) ? trial.edit[0] : file;
    return {...state, policy: trial.policy, groups: trial.groups, file: restored, trial: null};
}
