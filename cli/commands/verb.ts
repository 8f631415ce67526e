/** What all verbs of galafctl share. */
import type {Args, Syntax} from '../args.js';
import {call} from '../client.js';
import {EXIT} from '../output.js';

/** One verb; its name has two words where the first alone says too little, as in `group add`. */
export interface Verb extends Syntax {
    readonly name: string;
    /** One line for `galafctl help`. */
    readonly help: () => string;
    readonly run: (args: Args) => number | Promise<number>;
}

/** Prints an answer: as it is with --json, else as `view` words it. */
export function show<T>(answer: T, {json}: Args, view: (answer: T) => string): number {
    const text = json ? JSON.stringify(answer) : view(answer);
    if (text) print(text);
    return EXIT.ok;
}

/** A verb without arguments that asks the helper one thing. */
export function simple<T>(
    name: string,
    help: () => string,
    method: string,
    view: (answer: T) => string,
    changes = false,
): Verb {
    const run = async (args: Args) => show(await call<T>(method, '()', [], changes), args, view);
    return {name, usage: '', words: [0, 0], help, run};
}
