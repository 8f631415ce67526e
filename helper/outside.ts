/** Programs that must see the whole machine: the helper itself has no homes and a /tmp of its own. */
import {SYSTEMD_RUN} from './subprocess.js';

/** The command that runs a program in a transient unit with few rights and shows its output as its own. */
export function outside(unit: string | null, capabilities: string, argv: readonly string[]): string[] {
    const properties = [
        `CapabilityBoundingSet=${capabilities}`,
        'NoNewPrivileges=yes',
        'PrivateNetwork=yes',
        'RestrictAddressFamilies=AF_UNIX',
        'SystemCallArchitectures=native',
        'LockPersonality=yes',
        'Nice=10',
    ].map(property => `--property=${property}`);
    return [
        ...[SYSTEMD_RUN, '--quiet', '--wait', '--pipe', '--collect'],
        ...(unit === null ? [] : [`--unit=${unit}`]),
        ...properties,
        '--',
        ...argv,
    ];
}
