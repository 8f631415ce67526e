/** Kernel settings of a policy, and their values before it: whoever stops or removes Galaf gets the machine's own back. */
import {exists, read, remove, write} from '../files.js';
import {attempt, run, SYSCTL, SYSTEMD_SYSCTL} from '../subprocess.js';
import {STATE} from './generations.js';

export const SYSCTL_NAME = '60-galaf.conf';
/** Set at boot by systemd-sysctl. galaf-open knows this file and the next one as well. */
const SYSCTL_FILE = `/etc/sysctl.d/${SYSCTL_NAME}`;
/** The values before, in the same format (sysctl.d(5)). */
const BEFORE = `${STATE}/sysctl-before.conf`;

const keysOf = (text: string): string[] =>
    [...text.matchAll(/^\s*([a-z0-9_.]+)\s*=/gm)].map(match => match[1]!);

/** What the kernel has now. Taken once: later it is ours. */
function keepBefore(text: string): void {
    if (exists(BEFORE) || exists(SYSCTL_FILE)) return;
    const lines = keysOf(text).map(key => {
        const value = (read(`/proc/sys/${key.replaceAll('.', '/')}`) ?? '').trim().replaceAll(/\s+/g, ' ');
        return value ? `${key} = ${value}\n` : '';
    });
    write(BEFORE, lines.join(''));
}

/** The machine's own settings again: as it was, unless a file in sysctl.d says so meanwhile. */
async function restore(): Promise<void> {
    remove(SYSCTL_FILE);
    const before = read(BEFORE);
    if (before === null) return;
    const prefixes = keysOf(before).map(key => `--prefix=/${key.replaceAll('.', '/')}`);
    if (prefixes.length) {
        await attempt([SYSCTL, '-q', '-p', BEFORE]);
        await attempt([SYSTEMD_SYSCTL, ...prefixes]);
    }
    // Last: a helper that is killed before this does it again.
    remove(BEFORE);
}

/** Sets what a generation's sysctl.conf says; an empty text takes all of ours back. */
export async function applySysctl(text: string): Promise<void> {
    if (!text) return restore();
    keepBefore(text);
    write(SYSCTL_FILE, text);
    await run([SYSCTL, '-q', '-p', SYSCTL_FILE]);
}
