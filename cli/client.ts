/** Calls to the helper. Interactive authorisation is allowed: polkit may ask for a password. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import {_, fill} from './i18n.js';
import {EXIT, ExitError, isTerminal} from './output.js';

const NAME = 'org.galaf.Helper1';
const PATH = '/org/galaf/Helper1';
/** Typing a password takes longer than D-Bus waits by default. */
const TIMEOUT_MS = 10 * 60 * 1000;

const SIGTERM = 15;

const CODES: Readonly<Record<string, number>> = {
    InvalidConfiguration: EXIT.invalid,
    NotAuthorized: EXIT.notAuthorized,
};

/**
 * polkit's own agent for terminals, which ends with us. A fallback: a graphical agent of the session goes first. Its
 * prompt is on the terminal itself; standard output only says, by closing, that it has registered.
 */
function startAgent(): Gio.Subprocess | null {
    const agentPath = '/usr/bin/pkttyagent';
    if (!isTerminal(0) || !GLib.file_test(agentPath, GLib.FileTest.IS_EXECUTABLE)) return null;
    const pid = String(new Gio.Credentials().get_unix_pid());
    const agent = Gio.Subprocess.new(
        [agentPath, '--process', pid, '--notify-fd', '1', '--fallback'],
        Gio.SubprocessFlags.STDIN_INHERIT | Gio.SubprocessFlags.STDOUT_PIPE,
    );
    agent.get_stdout_pipe()?.read_bytes(1, null);
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

async function ask<T>(
    method: string,
    type: string,
    args: unknown[],
    agent: Gio.Subprocess | null,
): Promise<T> {
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
        agent?.send_signal(SIGTERM);
    }
}

/**
 * One call, with its JSON answer parsed.
 *
 * @param type D-Bus signature of the arguments, such as `(ss)`
 * @param changes whether a password is to be expected; reading needs none at the machine itself, but does over SSH
 */
export async function call<T>(
    method: string,
    type = '()',
    args: unknown[] = [],
    changes = false,
): Promise<T> {
    if (changes) return ask<T>(method, type, args, startAgent());
    try {
        return await ask<T>(method, type, args, null);
    } catch (error) {
        const agent = error instanceof ExitError && error.code === EXIT.notAuthorized ? startAgent() : null;
        if (!agent) throw error;
        return ask<T>(method, type, args, agent);
    }
}
