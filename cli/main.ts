/** galafctl: everything that can be done with Galaf, from a terminal. */
import GLib from 'gi://GLib';
import System from 'system';
import {nearest} from '../core/config/nearest.js';
import {COMMANDS, HELP} from './commands.js';
import {_, fill} from './i18n.js';
import {EXIT, ExitError} from './output.js';

async function main(argv: readonly string[]): Promise<number> {
    // What follows --exec belongs to the group's command, options included.
    const exec = argv.indexOf('--exec');
    const own = exec < 0 ? argv : argv.slice(0, exec);
    const json = own.includes('--json');
    const [verb, ...options] = own.filter(word => word !== '--json');
    const words = exec < 0 ? options : [...options, ...argv.slice(exec)];
    if (verb === undefined || verb === 'help' || own.includes('--help') || verb === '-h') {
        print(HELP());
        return verb === undefined ? EXIT.usage : EXIT.ok;
    }
    const command = COMMANDS[verb];
    if (command) return command({words, json});
    const close = nearest(verb, Object.keys(COMMANDS));
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
