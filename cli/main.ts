/** galafctl: everything that can be done with Galaf, from a terminal. */
import GLib from 'gi://GLib';
import System from 'system';
import {nearest} from '../core/config/nearest.js';
import {readArgs} from './args.js';
import {findVerb, helpOf, VERBS, verbsOf} from './commands/index.js';
import type {Verb} from './commands/verb.js';
import {complete, HERE} from './completion.js';
import {_, fill} from './i18n.js';
import {EXIT, ExitError} from './output.js';

const HELP = ['help', '-h', '--help'];

/** Help may be asked for anywhere but behind the words that belong to another program. */
function wantsHelp(argv: readonly string[]): boolean {
    const [verb] = argv;
    const end = argv.indexOf('--exec');
    const own = verb === 'run' || verb === 'capture' ? argv.slice(0, 2) : end < 0 ? argv : argv.slice(0, end);
    return verb === 'help' || verb === '-h' || own.includes('--help');
}

/** For shells; exit code 1 asks for names of files. */
function completeLine(line: readonly string[]): number {
    const completion = complete(line, VERBS, HERE);
    if (completion === 'files') return EXIT.failed;
    if (completion.length) print(completion.join('\n'));
    return EXIT.ok;
}

const wantsVersion = ([verb]: readonly string[]): boolean => verb === '--version' || verb === '-V';

async function main(argv: readonly string[]): Promise<number> {
    if (argv[0] === '__complete') return completeLine(argv.slice(1));
    if (!argv.length || wantsHelp(argv)) {
        print(helpOf(argv.filter(word => !HELP.includes(word))));
        return argv.length ? EXIT.ok : EXIT.usage;
    }
    if (wantsVersion(argv)) {
        print(`galafctl ${VERSION}`);
        return EXIT.ok;
    }
    // --json may stand in front, as it always could.
    const line = argv[0] === '--json' ? [...argv.slice(1), '--json'] : argv;
    const found = findVerb(line);
    if (found) return found.verb.run(readArgs(found.verb.name, found.verb, found.rest));
    const verb = line.slice(0, line[0] === 'group' ? 2 : 1).join(' ');
    const names = (verbs: readonly Verb[]) => verbs.map(({name}) => name);
    const close = nearest(verb, names(VERBS)) ?? names(verbsOf(line)).join(', ');
    const hint = close
        ? fill(_('did you mean {command}?'), {command: close})
        : _('galafctl help lists the commands');
    throw new ExitError(EXIT.usage, `${fill(_('unknown command: {command}'), {command: verb})}; ${hint}`);
}

/** Says what went wrong; the exit code of it. */
function fail(error: unknown): number {
    const expected = error instanceof ExitError;
    const text = expected ? error.message : `${String(error)}\n${(error as Error | null)?.stack ?? ''}`;
    printerr(`galafctl: ${text}`);
    return expected ? error.code : EXIT.failed;
}

// A main loop and not top-level await: waiting with that, GJS keeps a processor busy.
const loop = new GLib.MainLoop(null, false);
let code: number = EXIT.failed;
void main(ARGV)
    .catch(fail)
    .then(result => {
        code = result;
        loop.quit();
    });
loop.run();
System.exit(code);
