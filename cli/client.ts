/** Calls to the helper. Interactive authorisation is allowed: polkit may ask for a password. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import {_, fill} from './i18n.js';
import {EXIT, ExitError} from './output.js';

const NAME = 'org.galaf.Helper1';
const PATH = '/org/galaf/Helper1';
/** Typing a password takes longer than D-Bus waits by default. */
const TIMEOUT_MS = 10 * 60 * 1000;

const CODES: Readonly<Record<string, number>> = {
    InvalidConfiguration: EXIT.invalid,
    NotAuthorized: EXIT.notAuthorized,
};

/** polkit's own agent for terminals, for sessions that have no graphical one; ends with us. */
function startAgent(): Gio.Subprocess | null {
    if (!GLib.find_program_in_path('pkttyagent') || GLib.getenv('XDG_SESSION_TYPE') === 'wayland')
        return null;
    const stdin = new Gio.Subprocess({
        argv: ['/usr/bin/test', '-t', '0'],
        flags: Gio.SubprocessFlags.STDIN_INHERIT,
    });
    stdin.init(null);
    stdin.wait(null);
    if (!stdin.get_successful()) return null;
    const pid = new Gio.Credentials().get_unix_pid();
    const agent = new Gio.Subprocess({
        argv: ['pkttyagent', '--process', String(pid), '--fallback'],
        flags: Gio.SubprocessFlags.STDIN_INHERIT,
    });
    agent.init(null);
    return agent;
}

function translate(error: GLib.Error): ExitError {
    const remote = Gio.DBusError.get_remote_error(error) ?? '';
    Gio.DBusError.strip_remote_error(error);
    if (remote.startsWith('org.galaf.Error.'))
        return new ExitError(CODES[remote.slice('org.galaf.Error.'.length)] ?? EXIT.failed, error.message);
    return new ExitError(
        EXIT.unavailable,
        fill(_('the helper does not answer: {reason}'), {reason: error.message}),
    );
}

/**
 * One call, with its JSON answer parsed.
 *
 * @param type D-Bus signature of the arguments, such as `(ss)`
 */
export async function call<T>(
    method: string,
    type = '()',
    args: unknown[] = [],
    changes = false,
): Promise<T> {
    const agent = changes ? startAgent() : null;
    try {
        const reply = await Gio.DBus.system.call(
            NAME,
            PATH,
            NAME,
            method,
            new GLib.Variant(type as '(ss)', args as [string, string]),
            new GLib.VariantType('(s)'),
            Gio.DBusCallFlags.ALLOW_INTERACTIVE_AUTHORIZATION,
            TIMEOUT_MS,
            null,
        );
        return JSON.parse(reply.deepUnpack<[string]>()[0]) as T;
    } catch (error) {
        throw error instanceof GLib.Error ? translate(error) : error;
    } finally {
        agent?.send_signal(15);
    }
}
