/** The systemd units that keep a policy in force over boots. */
import {read} from './files.js';
import {attempt, run, SYSTEMCTL} from './subprocess.js';

/** Starts and stops all gates; helper/engine/resolver.ts knows the single ones. */
const GATE = 'galaf-gate.service';
const GUARD = 'galaf-guard.service';
/** Tells blocked attempts with program and name; nothing is enforced by it. */
export const MONITOR = 'galaf-monitor.service';
const BPF_MARKS = 'galaf-bpf.service';
const BOOT = ['galaf-closed.service', 'galaf-policy.service', 'galaf-recover.service'];

/** BPF LSM must be among the kernel's security modules for the guard to load. */
export const hasBpfLsm = (): boolean =>
    (read('/sys/kernel/security/lsm') ?? '').trim().split(',').includes('bpf');

/** Units for a policy, beside those of the boot. */
function extras(gate: boolean, bpfMarks: boolean): string[] {
    return [
        MONITOR,
        ...(gate ? [GATE] : []),
        ...(hasBpfLsm() ? [GUARD] : []),
        ...(bpfMarks ? [BPF_MARKS] : []),
    ];
}

/** Those of the units that `systemctl is-enabled` calls something else. */
async function notInState(units: readonly string[], state: string): Promise<string[]> {
    if (!units.length) return [];
    const states = (await attempt([SYSTEMCTL, 'is-enabled', ...units])).stdout.split('\n');
    return units.filter((_, i) => states[i]?.trim() !== state);
}

/** Enables what a policy needs and disables what it does not. The boot units run at boot only: the rules are loaded already. */
export async function enable(gate: boolean, bpfMarks: boolean): Promise<void> {
    const wanted = extras(gate, bpfMarks);
    const unwanted = [GATE, BPF_MARKS].filter(unit => !wanted.includes(unit));
    // Enabling makes systemd read all its units again, which costs more than the rest of an apply.
    const missing = await notInState([...BOOT, ...wanted], 'enabled');
    if (missing.length) await run([SYSTEMCTL, 'enable', '--quiet', ...missing]);
    if (gate) await run([SYSTEMCTL, 'start', GATE]);
    // A kernel that refuses one of these programs is a finding of status, not a reason to leave the machine open.
    const others = wanted.filter(unit => unit !== GATE);
    if (others.length) await attempt([SYSTEMCTL, 'start', ...others]);
    const superfluous = await notInState(unwanted, 'disabled');
    if (superfluous.length) await run([SYSTEMCTL, 'disable', '--now', '--quiet', ...superfluous]);
}

/** Units that a policy needs at boot and that are not enabled. */
export const notEnabled = (gate: boolean, bpfMarks: boolean): Promise<string[]> =>
    notInState([...BOOT, ...extras(gate, bpfMarks)], 'enabled');

export async function disable(): Promise<void> {
    await run([SYSTEMCTL, 'disable', '--quiet', ...BOOT]);
    await run([SYSTEMCTL, 'disable', '--now', '--quiet', GATE, GUARD, BPF_MARKS, MONITOR]);
}

/** A unit's state as systemd says it: active, inactive, failed, … */
export async function stateOf(unit: string): Promise<string> {
    return (await attempt([SYSTEMCTL, 'is-active', unit])).stdout.trim() || 'unknown';
}

/** What a unit said last in this boot. */
export async function journalOf(unit: string): Promise<string> {
    const options = ['-b', '-u', unit, '-o', 'cat', '-n', '12', '--no-pager'];
    return (await attempt(['/usr/bin/journalctl', ...options])).stdout.trim();
}

/** Why a boot unit failed in this boot; null when it did not. */
export async function failureOf(unit: string): Promise<string | null> {
    if ((await stateOf(unit)) !== 'failed') return null;
    return (await journalOf(unit)) || `${unit} failed`;
}
