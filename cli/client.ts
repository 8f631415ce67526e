/** Calls to the helper from a terminal: a prompt for the password when polkit wants one, and exit codes for errors. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import {call as send, type CallOptions, HelperError} from '../helper/dbus/client.js';
import {_, fill, said} from './i18n.js';
import {EXIT, ExitError, isTerminal} from './output.js';
import {diagnosticText} from './views-policy.js';

const SIGTERM = 15;

const CODES: Readonly<Record<string, number>> = {
    InvalidConfiguration: EXIT.invalid,
    NotAuthorized: EXIT.notAuthorized,
    InvalidArgument: EXIT.usage,
    Unavailable: EXIT.unavailable,
    Cancelled: EXIT.cancelled,
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

/** Problems of a configuration one by one; otherwise the first line is ours, and what a program said may follow. */
function reasonOf({message, data}: HelperError): string {
    if (data.diagnostics) return data.diagnostics.map(diagnosticText).join('\n');
    return message.split('\n').map(said).join('\n');
}

function translate(error: unknown): unknown {
    if (!(error instanceof HelperError)) return error;
    const texts: Readonly<Record<string, string>> = {
        Unavailable: fill(_('the helper does not answer: {reason}'), {reason: error.message}),
        Cancelled: _('cancelled; what was done stays done, and the same command goes on with the rest'),
    };
    return new ExitError(CODES[error.code] ?? EXIT.failed, texts[error.code] ?? reasonOf(error));
}

async function ask<T>(
    method: string,
    type: string,
    args: readonly unknown[],
    agent: Gio.Subprocess | null,
    options: CallOptions,
): Promise<T> {
    try {
        return await send<T>(method, type, args, {...options, interactive: true});
    } catch (error) {
        throw translate(error);
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
    args: readonly unknown[] = [],
    changes = false,
    cancellable: Gio.Cancellable | null = null,
): Promise<T> {
    if (changes) return ask<T>(method, type, args, startAgent(), {cancellable});
    try {
        return await ask<T>(method, type, args, null, {cancellable});
    } catch (error) {
        const agent = error instanceof ExitError && error.code === EXIT.notAuthorized ? startAgent() : null;
        if (!agent) throw error;
        return ask<T>(method, type, args, agent, {cancellable});
    }
}

/** A call that takes an open file along, wants a password, and is answered when what it started has ended. */
export const callWithFile = <T>(
    method: string,
    type: string,
    args: readonly unknown[],
    files: Gio.UnixFDList,
): Promise<T> => ask<T>(method, type, args, startAgent(), {files, endless: true});
