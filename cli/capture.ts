/**
 * Packets of an app, as tcpdump shows them or into a file. We open the file, or a pipe to tcpdump, and the helper has the
 * packets written there: nothing that reads or writes on our behalf has rights that we have not.
 */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import GioUnix from 'gi://GioUnix';
import type {Captured, CaptureStarted} from '../helper/dbus/answers.js';
import {onSignal} from '../helper/dbus/client.js';
import type {CaptureOptions} from './capture-options.js';
import {call, callWithFile} from './client.js';
import {_, fill, ngettext} from './i18n.js';
import {onInterrupt} from './interrupt.js';
import {EXIT, ExitError, isTerminal, safe} from './output.js';

const SIGTERM = 15;
const STDOUT = 1;

/** Where the packets go. */
interface Target {
    /** Its one file. */
    readonly files: Gio.UnixFDList;
    /** tcpdump, when it reads them. */
    readonly reader: Gio.Subprocess | null;
}

/** The list closes what it holds only when it is collected, and a reader would wait for that. */
function closeAll(files: Gio.UnixFDList): void {
    for (const fd of files.steal_fds()) GLib.close(fd);
}

function listOf(fd: number): Gio.UnixFDList {
    const files = new Gio.UnixFDList();
    files.append(fd);
    return files;
}

/**
 * Readable by nobody else when it is new; what was there is overwritten, as tcpdump does it. For writing alone: a pipe with a
 * reading end of its own would never hear that its reader has left.
 */
function openFile(path: string): Target {
    if (path === '-') {
        if (isTerminal(STDOUT)) throw new ExitError(EXIT.usage, _('packets are nothing for a terminal'));
        return {files: listOf(STDOUT), reader: null};
    }
    try {
        const stream = Gio.File.new_for_commandline_arg(path).append_to(Gio.FileCreateFlags.PRIVATE, null);
        if (stream.can_truncate()) stream.truncate(0, null);
        const files = listOf((stream as unknown as GioUnix.FileDescriptorBased).get_fd());
        stream.close(null);
        return {files, reader: null};
    } catch (error) {
        const reason = (error as Error).message;
        throw new ExitError(EXIT.failed, fill(_('cannot write {path}: {reason}'), {path, reason}));
    }
}

/** A session of its own, so that Ctrl-C reaches us alone: tcpdump is to show what came until then. */
function startReader(options: readonly string[]): Target {
    const tcpdump = GLib.find_program_in_path('tcpdump');
    if (!tcpdump)
        throw new ExitError(EXIT.failed, _('tcpdump is not installed; -w FILE writes packets without it'));
    const reader = Gio.Subprocess.new(
        ['/usr/bin/setsid', tcpdump, '-r', '-', ...options],
        Gio.SubprocessFlags.STDIN_PIPE,
    );
    const pipe = reader.get_stdin_pipe() as GioUnix.OutputStream;
    const files = listOf(pipe.fd);
    pipe.close(null);
    return {files, reader};
}

/** The exit code of tcpdump, which ends when the packets do. */
function waitFor(reader: Gio.Subprocess | null): Promise<number> {
    if (!reader) return Promise.resolve(EXIT.ok);
    return new Promise(resolve =>
        reader.wait_async(null, () =>
            resolve(reader.get_if_exited() ? reader.get_exit_status() : EXIT.failed),
        ),
    );
}

function tellStarted({subject, partial}: CaptureStarted): void {
    printerr(fill(_('capturing packets of {subject}; Ctrl-C ends it'), {subject: safe(subject)}));
    if (partial) printerr(_('(only your own: those of other people take an administrator)'));
}

function tellEnded({captured, dropped}: Captured): void {
    printerr(ngettext('{count} packet captured', '{count} packets captured', captured));
    printerr(ngettext('{count} packet dropped by kernel', '{count} packets dropped by kernel', dropped));
}

/** Until Ctrl-C, or until tcpdump has seen enough. */
async function captureInto({files, reader}: Target, subject: string, options: object): Promise<Captured> {
    const end = onSignal('CaptureStarted', ([json]) => {
        closeAll(files);
        tellStarted(JSON.parse(String(json)) as CaptureStarted);
    });
    let asked = false;
    const forget = onInterrupt(() => {
        // Once is asking; what follows is meant.
        if (asked) reader?.send_signal(SIGTERM);
        asked = true;
        call<object>('EndCapture').catch((error: unknown) => printerr((error as Error).message));
    });
    try {
        const args = [subject, JSON.stringify(options), 0];
        return await callWithFile<Captured>('Capture', '(ssh)', args, files);
    } catch (error) {
        reader?.send_signal(SIGTERM);
        throw error;
    } finally {
        end();
        forget();
        closeAll(files);
    }
}

/** @returns an exit code: tcpdump's, if it was not content */
export async function runCapture(
    subject: string,
    {file, snaplen, count, rest}: CaptureOptions,
    show: (captured: Captured) => void,
): Promise<number> {
    const target = file === null ? startReader(rest) : openFile(file);
    const over = waitFor(target.reader);
    const captured = await captureInto(target, subject, {snaplen, count});
    const code = await over;
    tellEnded(captured);
    if (file !== '-') show(captured);
    if (captured.unauthorized)
        throw new ExitError(
            EXIT.notAuthorized,
            _('ended: it showed packets of other people, and your session is no longer active'),
        );
    return code;
}
