/// <reference types="node" />
/** The programs whose opinion counts, named by the environment so that no test uses the host's by accident. */
import {spawnSync} from 'node:child_process';

/** Loading is done under this name, in a dormant table: it hooks nothing, wherever it is loaded. */
export const TABLE = 'galaf_property';

function run(
    variable: string,
    args: readonly string[],
    input: string,
): {status: number | null; output: string; error: string} {
    const command = process.env[variable];
    if (!command)
        throw new Error(`${variable} is not set; for example: ${variable}="tests/guest/in-rootfs nft"`);
    const [program, ...first] = command.split(/\s+/);
    const {status, stdout, stderr, error} = spawnSync(program!, [...first, ...args], {
        input,
        encoding: 'utf8',
        maxBuffer: 1 << 28,
    });
    if (error) throw error;
    return {status, output: stdout, error: stderr};
}

/** Asking costs a process; most attacks leave the text as it was. */
function remember<T>(ask: (text: string) => T): (text: string) => T {
    const known = new Map<string, T>();
    return text => {
        if (!known.has(text)) known.set(text, ask(text));
        return known.get(text)!;
    };
}

/** What nft says about a ruleset; '' when it accepts it. */
export const nftCheck = remember(ruleset => {
    const {status, error} = run('GALAF_NFT', ['-c', '-f', '-'], ruleset);
    return status === 0 ? '' : error || `status ${status}`;
});

/** What dnsmasq says about a configuration; '' when it accepts it. */
export const dnsmasqCheck = remember(text => {
    const {status, error} = run('GALAF_DNSMASQ', ['--test', '--conf-file=-'], text);
    return status === 0 ? '' : error || `status ${status}`;
});

/** Whether what is loaded is still there for the next command, or every command has a namespace of its own. */
let lasting = true;

/** The tree that nft makes of a ruleset, by really loading it. */
export const nftTree = remember((ruleset): unknown => {
    // Dormant first: a hostile text may have changed the name of the table.
    const dormant = ruleset.replaceAll(/^table inet \w+ \{$/gm, '$&\n    flags dormant');
    const table = /^table inet (\w+) \{$/m.exec(ruleset)?.[1] ?? TABLE;
    const {status, output, error} = run('GALAF_NFT', ['-j', '-e', '-f', '-'], dormant);
    if (status !== 0) throw new Error(error || `status ${status}`);
    if (lasting) lasting = run('GALAF_NFT', ['delete', 'table', 'inet', table], '').status === 0;
    return JSON.parse(output);
});

/** The same tree with every leaf replaced, so that only its shape is left. */
export function shape(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(shape);
    if (value === null || typeof value !== 'object') return '*';
    return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, shape(child)]));
}
