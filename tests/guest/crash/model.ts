/**
 * model.js COMMAND…   Random lives of a policy, with the helper killed on the way, against a model of what has to come of
 * them. COMMAND starts driver.py in a guest. MODEL_RUNS (default 4) lives of up to ten steps; MODEL_SEED repeats a run.
 */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {Guest} from './guest.js';
import {type Config, isSame, type Model, type Real, type State, textOf} from './model-state.js';
import {steps} from './model-steps.js';

const FIRST: Config = {
    groups: {base: {execv: ['/usr/bin/true', 'base'], allow: [{to: '192.0.2.1', ports: 'tcp/80'}]}},
};

/** A fresh guest and its model; what one life leaves is taken away before the next. */
async function setup(guest: Guest): Promise<{model: Model; real: Real}> {
    await guest.reset(textOf(FIRST));
    const look = await guest.look();
    assert.deepEqual(look.problems, [], 'before the first step');
    const state: State = {
        ...{file: FIRST, policy: FIRST, trial: null, enforced: true},
        groups: look.groups,
    };
    assert.ok(isSame(state, look), `begins as ${JSON.stringify(look)}`);
    const {generation, groups} = look;
    const first = {config: FIRST, groups, renames: []};
    const real: Real = {guest, generations: new Map([[generation, first]]), generation, steps: 0};
    return {model: {state}, real};
}

const seed = Number(process.env.MODEL_SEED) || Date.now() % 2 ** 31;
const numRuns = Number(process.env.MODEL_RUNS) || 4;
const guest = new Guest(process.argv.slice(2));
let done = 0;
let lives = 0;
const life = fc.asyncProperty(fc.commands(steps, {maxCommands: 10, size: 'max'}), async commands => {
    const {model, real} = await setup(guest);
    await fc.asyncModelRun(() => ({model, real}), commands);
    done += real.steps;
    lives++;
    if (lives % 20 === 0) console.log(`# ${lives} lives, ${done} steps`);
});
console.log(`# seed ${seed}, ${numRuns} lives`);
try {
    await fc.assert(life, {seed, numRuns, endOnFailure: true});
    console.log(`ok - ${numRuns} random lives, ${done} steps, and everything agrees after each step`);
} catch (error) {
    for (const text of [error, (error as Error).cause])
        console.log(`# ${String(text).replaceAll('\n', '\n# ')}`);
    console.log(`not ok - random lives; MODEL_SEED=${seed} repeats them`);
    process.exitCode = 1;
}
guest.end();
