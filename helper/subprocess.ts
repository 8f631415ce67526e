/** Programs that the helper runs: fixed absolute paths, arguments as a list, no shell. */
import Gio from 'gi://Gio';
import {CommandError} from './errors.js';

export const NFT = '/usr/sbin/nft';
export const DNSMASQ = '/usr/sbin/dnsmasq';
export const SYSTEMCTL = '/usr/bin/systemctl';
export const SYSTEMD_RUN = '/usr/bin/systemd-run';
export const NMCLI = '/usr/bin/nmcli';
export const SYSUSERS = '/usr/bin/systemd-sysusers';
export const GROUPMOD = '/usr/sbin/groupmod';
export const GRPCONV = '/usr/sbin/grpconv';
export const GROUPDEL = '/usr/sbin/groupdel';
export const CONNTRACK = '/usr/sbin/conntrack';
export const WG = '/usr/bin/wg';
export const SYSCTL = '/usr/sbin/sysctl';
export const SYSTEMD_SYSCTL = '/usr/lib/systemd/systemd-sysctl';
export const SYNC = '/usr/bin/sync';
export const GALAF_BPF = '/usr/libexec/galaf/galaf-bpf';

export interface Output {
    readonly status: number;
    readonly stdout: string;
    readonly stderr: string;
}

/** Exit status of a program that ended, or the signal that ended it, in words. */
export const endOf = (process: Gio.Subprocess): number | string =>
    process.get_if_exited() ? process.get_exit_status() : `signal ${process.get_term_sig()}`;

/**
 * Runs a program to its end; any exit status is a result. Throws when it cannot be started, and CommandError when a signal
 * ended it: what it said is no answer then, and what it was to do may not be done.
 */
export async function attempt(argv: readonly string[], input: string | null = null): Promise<Output> {
    const launcher = new Gio.SubprocessLauncher({
        flags:
            Gio.SubprocessFlags.STDOUT_PIPE |
            Gio.SubprocessFlags.STDERR_PIPE |
            (input === null ? Gio.SubprocessFlags.NONE : Gio.SubprocessFlags.STDIN_PIPE),
    });
    // Messages end up in error texts, so they are read in one language.
    launcher.setenv('LC_ALL', 'C.UTF-8', true);
    const process = launcher.spawnv([...argv]);
    const [stdout, stderr] = await process.communicate_utf8_async(input, null);
    const end = endOf(process);
    if (typeof end === 'string') throw new CommandError(argv[0] ?? '', end);
    return {status: end, stdout: stdout ?? '', stderr: stderr ?? ''};
}

/** Runs a program that must succeed and gives its output. Throws CommandError with what it said. */
export async function run(argv: readonly string[], input: string | null = null): Promise<string> {
    const {status, stdout, stderr} = await attempt(argv, input);
    if (status === 0) return stdout;
    throw new CommandError(argv[0] ?? '', status, (stderr || stdout).trim().slice(0, 4000));
}
