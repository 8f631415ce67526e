/** The guest as model.ts drives it: driver.py at the other end of a pipe. */
import {type ChildProcessWithoutNullStreams, spawn} from 'node:child_process';
import {createInterface} from 'node:readline';

/** What the machine says. */
export interface Look {
    readonly generation: number;
    /** Texts of the configuration: on disk, and what the generation in force came from. */
    readonly file: string;
    readonly policy: string;
    readonly trial: boolean;
    /** Whether the rules are in the kernel. */
    readonly enforced: boolean;
    /** App groups of the system. */
    readonly groups: Record<string, number>;
    /** What does not agree with the rest, in words. */
    readonly problems: readonly string[];
}

export interface Answer {
    readonly answer?: {readonly generation?: number};
    readonly error?: string;
}

export class Guest {
    readonly #process: ChildProcessWithoutNullStreams;
    readonly #lines: AsyncIterator<string>;

    /** @param command starts driver.py */
    constructor(command: readonly string[]) {
        const [program = '', ...args] = command;
        this.#process = spawn(program, args);
        this.#process.stderr.pipe(process.stderr);
        this.#lines = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
    }

    async #ask<T>(request: object): Promise<T> {
        this.#process.stdin.write(`${JSON.stringify(request)}\n`);
        const line = await this.#lines.next();
        if (line.done) throw new Error('the guest does not answer any more');
        const answer = JSON.parse(line.value) as T & {failure?: string};
        if (answer.failure !== undefined) throw new Error(answer.failure);
        return answer;
    }

    /** @param kill seconds after which the helper gets SIGKILL; null = never */
    call(method: string, args: readonly string[], kill: number | null): Promise<Answer> {
        return this.#ask({op: 'call', method, arguments: args, kill});
    }
    write = (text: string): Promise<object> => this.#ask({op: 'write', text});
    reset = (text: string): Promise<object> => this.#ask({op: 'reset', text});
    look = (): Promise<Look> => this.#ask({op: 'look'});
    end = (): void => void this.#process.stdin.end();
}
