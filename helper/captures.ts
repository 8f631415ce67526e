/**
 * Captures: for each a small program in a unit of its own, which writes into the file that the caller opened. It ends when
 * its standard input does, so that none outlives the helper; its rules end with it.
 */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import {allowed, demand, TRAFFIC_OF_OTHERS} from './authorization.js';
import {type Caller, whileThere} from './caller.js';
import {parseSubject, userOf, type Wanted, wantedOf} from './capture-subject.js';
import {NAME, PATH} from './dbus/client.js';
import type {Captured, CaptureStarted} from './dbus/answers.js';
import {BusyError, GalafError} from './errors.js';
import {capturingOthers} from './questions.js';
import {TRAFFIC, whileAllowed} from './recheck.js';
import {SYSTEMD_RUN} from './subprocess.js';

const CAPTURE = '/usr/libexec/galaf/galaf-capture';
/** Each of them costs something for every packet of the machine. Of one user, so that nobody takes what others need. */
const MAX_EACH = 4;

export interface Options {
    /** Bytes of each packet; 0 is all. */
    readonly snaplen: number;
    /** Packets after which it ends; 0 is none. */
    readonly count: number;
}

interface Running {
    readonly sender: string;
    readonly uid: number;
    readonly end: () => void;
}

/** It reads what strangers sent: no files, no network, no other user's anything; rights to set up the rules, which it drops. */
const SANDBOX = [
    'DynamicUser=yes',
    'CapabilityBoundingSet=CAP_NET_ADMIN',
    'AmbientCapabilities=CAP_NET_ADMIN',
    'NoNewPrivileges=yes',
    'ProtectHome=yes',
    'PrivateDevices=yes',
    'ProtectKernelTunables=yes',
    'ProtectControlGroups=yes',
    'ProtectClock=yes',
    'ProtectHostname=yes',
    // AF_UNIX for names of users that systemd or sssd knows.
    'RestrictAddressFamilies=AF_NETLINK AF_UNIX',
    'RestrictNamespaces=yes',
    'RestrictRealtime=yes',
    'LockPersonality=yes',
    'MemoryDenyWriteExecute=yes',
    'SystemCallArchitectures=native',
    'SystemCallFilter=@system-service',
    'LimitCORE=0',
    'TasksMax=4',
];

const running = new Set<Running>();
let started = 0;

/** Ends what this name captures; the calls are answered. */
export function endOf(sender: string): void {
    for (const capture of running) if (capture.sender === sender) capture.end();
}

/** Ends everything, before the helper leaves. */
export function endAll(): void {
    for (const {end} of running) end();
}

/** What to look for, and whose it is. */
interface Scope extends Wanted {
    /** Packets of other people are left out. */
    readonly partial: boolean;
    /** Packets of other people are among them. */
    readonly others: boolean;
}

/** One's own packets are one's own; whose others are, the system's included, polkit says. Its resolver asks for everybody. */
async function wantedBy(text: string, caller: Caller): Promise<Scope> {
    const subject = parseSubject(text);
    const own = userOf(subject) === caller.uid;
    const others = !own;
    if (own || (await allowed(TRAFFIC_OF_OTHERS, caller.sender)))
        return {...wantedOf(subject, null), partial: false, others};
    if (subject.kind === 'group') return {...wantedOf(subject, caller.uid), partial: true, others: false};
    await demand(TRAFFIC_OF_OTHERS, caller, () => capturingOthers(text));
    return {...wantedOf(subject, null), partial: false, others};
}

/** systemd replaces variables in the words of a command; group names of Samba's machines end in `$`. */
const literal = (text: string) => text.replaceAll('$', '$$$$');

function commandOf({gid, uid, mask, marks, label}: Wanted, {snaplen, count}: Options): string[] {
    return [
        SYSTEMD_RUN,
        ...['--quiet', '--collect', '--pipe', '--wait', '--service-type=exec'],
        `--unit=galaf-capture-${new Gio.Credentials().get_unix_pid()}-${++started}`,
        `--description=Galaf: capture of ${label}`,
        ...SANDBOX.map(property => `--property=${property}`),
        ...['--', CAPTURE, '--label', literal(label)],
        ...(gid === null ? [] : ['--gid', String(gid)]),
        ...(uid === null ? [] : ['--uid', String(uid)]),
        ...(snaplen ? ['--snaplen', String(snaplen)] : []),
        ...(count ? ['--count', String(count)] : []),
        ...['--mask', String(mask), ...marks.map(String)],
    ];
}

type Event = {readonly event: 'started'} | {readonly event: 'ended'; captured: number; dropped: number};

/** What the program says, to its end; other lines are reasons. */
async function listen(
    process: Gio.Subprocess,
    tellStarted: () => void,
): Promise<{captured: number; dropped: number}> {
    const lines = new Gio.DataInputStream({baseStream: process.get_stderr_pipe()!});
    const reasons: string[] = [];
    let ended: {captured: number; dropped: number} | null = null;
    for (;;) {
        const [bytes] = await lines.read_line_async(GLib.PRIORITY_DEFAULT, null);
        if (bytes === null) break;
        const line = new TextDecoder().decode(bytes);
        const event = line.startsWith('{') ? (JSON.parse(line) as Event) : null;
        if (event?.event === 'started') tellStarted();
        else if (event) ended = event;
        else reasons.push(line.replace(/^galaf-capture: /, ''));
    }
    lines.close(null);
    await process.wait_async(null);
    if (ended && process.get_successful()) return {captured: ended.captured, dropped: ended.dropped};
    throw new GalafError(`the capture failed: ${reasons.join('; ') || 'it was ended from outside'}`);
}

/** @param ends whether polkit is asked now and then if the caller may still hear of traffic */
async function follow(
    wanted: Scope,
    options: Options,
    output: number,
    {sender, uid}: Caller,
    ends: boolean,
): Promise<Captured> {
    const launcher = new Gio.SubprocessLauncher({
        flags: Gio.SubprocessFlags.STDIN_PIPE | Gio.SubprocessFlags.STDERR_PIPE,
    });
    launcher.take_stdout_fd(output);
    let process: Gio.Subprocess;
    try {
        process = launcher.spawnv(commandOf(wanted, options));
    } finally {
        // With our copy of the output: who reads it waits until the last one is closed.
        launcher.close();
    }
    const capture = {sender, uid, end: () => void process.get_stdin_pipe()!.close(null)};
    const {label: subject, partial} = wanted;
    const tellStarted = () => {
        const body = new GLib.Variant('(s)', [JSON.stringify({subject, partial} satisfies CaptureStarted)]);
        Gio.DBus.system.emit_signal(sender, PATH, NAME, 'CaptureStarted', body);
    };
    running.add(capture);
    let unauthorized = false;
    const forget =
        ends &&
        whileAllowed(sender, () => {
            unauthorized = true;
            capture.end();
        });
    try {
        return await whileThere(sender, async gone => {
            gone.connect(capture.end);
            const counts = await listen(process, tellStarted);
            return {subject, partial, ...counts, unauthorized};
        });
    } finally {
        if (forget) forget();
        running.delete(capture);
        capture.end();
    }
}

/**
 * Writes packets into `output`, a file descriptor that becomes ours, until the caller ends it or leaves. What shows packets of
 * other people because its caller sat at the machine ends when that is over; one's own are one's own wherever one is.
 */
export async function capture(
    text: string,
    options: Options,
    output: () => number,
    caller: Caller,
): Promise<Captured> {
    // Before a password is waited for. Who comes from elsewhere, and gave one, never sat here.
    const present = await allowed(TRAFFIC, caller.sender);
    const wanted = await wantedBy(text, caller);
    if ([...running].filter(({uid}) => uid === caller.uid).length >= MAX_EACH)
        throw new BusyError(`${MAX_EACH} captures of yours are under way; one of them has to end first`, []);
    return follow(wanted, options, output(), caller, present && wanted.others);
}
