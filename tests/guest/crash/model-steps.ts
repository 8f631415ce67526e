/** Steps in a policy's life: what each does to the machine, and what has to come of it. */
import assert from 'node:assert/strict';
import {isDeepStrictEqual} from 'node:util';
import fc from 'fast-check';
import {
    back,
    type Config,
    isSame,
    type Model,
    type Real,
    type Renames,
    renamesBack,
    renamesBetween,
    type State,
    textOf,
    withGroups,
} from './model-state.js';

type Step = fc.AsyncCommand<Model, Real>;
/** What a step calls, and the state that it leads to; null = it has to be refused. */
interface Plan {
    readonly method: string;
    readonly args: readonly string[];
    readonly after: State | null;
    /** Of calls that make a generation, the groups that it gives another name. */
    readonly renames?: Renames;
    /** Where a kill may leave it besides before and after. */
    readonly between?: readonly State[];
}

const NAMES = ['base', 'one', 'two', 'three'];
const endpoint = fc.record({
    to: fc.constantFrom('www.example.org', 'api.example.net', 'mail.example.org', '192.0.2.0/28', 'lan'),
    ports: fc.constantFrom('tcp/80', 'tcp/443', 'udp/4000-5000'),
});
/** What it runs says which group it is, whatever its name. */
const group = fc.record({
    name: fc.constantFrom(...NAMES),
    execv: fc.constantFrom(...NAMES).map(program => ['/usr/bin/true', program]),
    allow: fc.array(endpoint, {maxLength: 2}),
});
const groups = fc
    .uniqueArray(group, {maxLength: 3, selector: ({execv}) => execv[1]})
    .map(made => Object.fromEntries(made.map(({name, ...rest}) => [name, rest])));
/** Texts as people write them; plain objects, which compare equal to parsed ones. */
const config: fc.Arbitrary<Config> = fc
    .record(
        {
            config: fc.record({blocked: fc.constantFrom('reject' as const, 'drop' as const)}),
            groups,
        },
        {requiredKeys: ['groups']},
    )
    .map(made => JSON.parse(JSON.stringify(made)) as Config);
/** Most calls are left alone; an apply takes some 0.3 s, more on a busy machine. */
const kill = fc.oneof(
    {weight: 2, arbitrary: fc.constant(null)},
    {weight: 3, arbitrary: fc.integer({min: 0, max: 120}).map(n => n / 100)},
);

/** Does what is planned and compares; a kill leads to one of the states, the machine says which. */
async function carryOut(
    model: Model,
    real: Real,
    {method, args, after, renames, between = []}: Plan,
    kill: number | null,
) {
    const before = model.state;
    const answer = await real.guest.call(method, args, kill);
    const look = await real.guest.look();
    const said = `${method}: ${answer.error ?? 'done'}`;
    assert.deepEqual(look.problems, [], said);
    if (kill === null) assert.equal(answer.error === undefined, after !== null, said);
    const target = after ?? before;
    // A change that was interrupted while the rules were out brings them back: closed rather than open.
    const closed = (state: State): State => ({...state, enforced: true});
    const possible =
        kill === null
            ? [target]
            : [target, before, ...between, closed(target), closed(before), closed(back(before))];
    const found = possible.find(state => isSame(state, look));
    assert.ok(found, `${said}\nis ${JSON.stringify(look)}\nnot ${JSON.stringify(possible)}`);
    model.state = {...found, groups: look.groups};
    if (renames && look.generation !== real.generation && isDeepStrictEqual(found.policy, target.policy))
        real.generations.set(look.generation, {config: found.policy, groups: look.groups, renames});
    real.generation = look.generation;
    real.steps++;
}

const call = (
    name: string,
    kill: number | null,
    possible: (s: State, real?: Real) => boolean,
    plan: (s: State, real: Real) => Plan,
): Step => ({
    check: ({state}) => possible(state),
    run: (model, real) => carryOut(model, real, plan(model.state, real), kill),
    toString: () => `${name}${kill === null ? '' : `, killed after ${kill} s`}`,
});

/** The file somebody saved, or texts that come with the call, in force. */
function applied(state: State, to: Config, renames: Renames, seconds: number, edit: boolean): State | null {
    if (state.trial) return null;
    const groups = withGroups(state.groups, renames, to);
    const same = JSON.stringify(to) === JSON.stringify(state.policy);
    const trial = {
        policy: state.policy,
        groups: state.groups,
        edit: edit ? ([state.file, to] as const) : null,
    };
    // The same policy once more is no new generation, so there is nothing to try.
    const tried = seconds > 0 && !(same && (!edit || JSON.stringify(state.file) === JSON.stringify(to)));
    return {file: to, policy: to, enforced: true, groups, trial: tried ? trial : null};
}

const seconds = fc.constantFrom(0, 0, 600);
const write = config.map(
    (to): Step => ({
        check: () => true,
        run: async (model, {guest}) => {
            await guest.write(textOf(to));
            model.state = {...model.state, file: to};
        },
        toString: () => `write ${JSON.stringify(to)}`,
    }),
);
const apply = fc.tuple(seconds, kill).map(([time, killed]) =>
    call(
        `apply ${time}`,
        killed,
        () => true,
        state => {
            const renames = renamesBetween(state.policy, state.file, state.groups);
            const after = applied(state, state.file, renames, time, false);
            return {method: 'Apply', args: ['su', '', String(time)], after, renames};
        },
    ),
);
const edit = fc.tuple(config, seconds, kill).map(([to, time, killed]) =>
    call(
        `edit ${time} ${JSON.stringify(to)}`,
        killed,
        () => true,
        state => {
            const args = ['a(ss)su', '1', 'galaf.json', textOf(to), '', String(time)];
            const renames = renamesBetween(state.policy, to, state.groups);
            return {method: 'ApplySources', args, after: applied(state, to, renames, time, true), renames};
        },
    ),
);
const rollback = fc.tuple(fc.nat(5), kill).map(([steps, killed]) =>
    call(
        `rollback ${steps}`,
        killed,
        () => true,
        (state, {generations}) => {
            const numbers = [...generations.keys()].sort((a, b) => b - a);
            const number = numbers[Math.min(steps, numbers.length - 1)]!;
            const renames = renamesBack(generations, number, state.groups);
            const after = applied(state, generations.get(number)!.config, renames, 0, true);
            return {method: 'Rollback', args: ['uu', String(number), '0'], after, renames};
        },
    ),
);
const lastOf = ({generations}: Real): string => String(Math.max(...generations.keys()));
const confirm = kill.map(killed =>
    call(
        'confirm',
        killed,
        ({trial}) => trial !== null,
        (state, real) => ({
            ...{method: 'Confirm', args: ['u', lastOf(real)]},
            after: {...state, trial: null},
        }),
    ),
);
const revert = kill.map(killed =>
    call(
        'revert',
        killed,
        ({trial}) => trial !== null,
        (state, real) => ({
            ...{method: 'Revert', args: ['u', lastOf(real)]},
            after: {...back(state), enforced: true},
        }),
    ),
);
const stop = kill.map(killed =>
    call(
        'stop',
        killed,
        () => true,
        state => ({
            ...{method: 'Stop', args: []},
            after: {...back(state), enforced: false},
            between: [back(state)],
        }),
    ),
);
const pause = kill.map(killed =>
    call(
        'pause',
        killed,
        () => true,
        state => ({
            ...{method: 'Pause', args: ['u', '3600']},
            after: state.trial ? null : {...state, enforced: false},
        }),
    ),
);
const start = kill.map(killed =>
    call(
        'start',
        killed,
        () => true,
        state => ({
            ...{method: 'Start', args: []},
            after: {...state, enforced: true},
        }),
    ),
);
const drop = fc.constantFrom(...NAMES).map(name =>
    call(
        `delete ${name}`,
        null,
        ({groups, trial}) => name in groups && !trial,
        state => {
            const without = <T>(record: Readonly<Record<string, T>>) =>
                Object.fromEntries(Object.entries(record).filter(([key]) => key !== name));
            const file = {...state.file, groups: without(state.file.groups)};
            const named = name in state.file.groups || name in state.policy.groups;
            const renames = named
                ? renamesBetween(state.policy, file, state.groups).filter(pair => !pair.includes(name))
                : [];
            const next = named ? applied(state, file, renames, 0, true)! : state;
            return {
                ...{method: 'DeleteGroup', args: ['sbb', name, 'false', 'false'], renames},
                after: {...next, groups: without(next.groups)},
            };
        },
    ),
);

export const steps: fc.Arbitrary<Step>[] = [
    write,
    apply,
    apply,
    edit,
    edit,
    edit,
    rollback,
    confirm,
    revert,
    stop,
    pause,
    start,
    drop,
];
