/** Which gates a policy needs: one for everybody, and under `dns: own` one for each app group that has names. */
import type {Config, Diagnostic} from '../config/types.js';
import {finding, settingOrigin} from './findings.js';
import {needsNames} from './grants.js';
import {FIRST_GID} from '../gids.js';
import type {GatePort, Machine, Policy, PolicyGroup} from './types.js';

/** Above the ports that Linux gives to programs (32768-60999), and never assigned to a service (RFC 6335). */
export const FIRST_PORT = 61000;
/** Ports of one gate: a gate whose lines changed starts on the next one while the old one still answers. */
const SLOTS = 4;
/** Places for gates of app groups; the first place is the common gate's. */
const OWN_PLACES = Math.floor((65536 - FIRST_PORT) / SLOTS) - 1;
/** A gate takes about 0.6 MB and a service of its own: more than this is worth a word. */
const MANY = 50;

/** The user that the gates of app groups run as. Its questions go through the common gate like anybody's. */
const NAMES_USER = 'galaf-names';

export function namesUid(machine: Machine): number | null {
    return machine.users.find(({name}) => name === NAMES_USER)?.uid ?? null;
}

/** All ports of the gate that has this one. */
export function slotsOf(port: number): number[] {
    const first = port - ((port - FIRST_PORT) % SLOTS);
    return Array.from({length: SLOTS}, (_, slot) => first + slot);
}

export function nextSlot(port: number): number {
    const slots = slotsOf(port);
    return slots[(slots.indexOf(port) + 1) % SLOTS]!;
}

/** Whoever may reach any address, or records, has use for any name. */
function hasOwnGate(group: PolicyGroup): boolean {
    return needsNames(group) && !group.record && group.grants.every(({to}) => to.kind !== 'any');
}

/** Gates in ascending order of gid, the common one first, each with the first of its ports. */
export function gatePorts({resolver, dns}: Policy['settings'], groups: readonly PolicyGroup[]): GatePort[] {
    if (resolver !== 'gate') return [];
    const common = {gid: null, port: FIRST_PORT};
    if (dns !== 'own') return [common];
    const taken = new Set<number>();
    const own = groups
        .filter(hasOwnGate)
        .sort((a, b) => a.gid - b.gid)
        .slice(0, OWN_PLACES)
        .map(({gid}) => {
            let place = (gid - FIRST_GID) % OWN_PLACES;
            while (taken.has(place)) place = (place + 1) % OWN_PLACES;
            taken.add(place);
            return {gid, port: FIRST_PORT + SLOTS * (place + 1)};
        });
    return [common, ...own];
}

export function checkOwnGates(
    {settings}: Config,
    groups: readonly PolicyGroup[],
    machine: Machine,
    out: Diagnostic[],
): void {
    if (settings.dns !== 'own') return;
    const complain = (severity: Diagnostic['severity'], code: string, message: string, hint: string) =>
        out.push(finding(settingOrigin('config.dns'), severity, code, message, {hint}));
    if (settings.resolver !== 'gate') {
        complain(
            'error',
            'own-needs-gate',
            'dns "own" works with resolver "gate" only',
            'set config.resolver to "gate", or config.dns to "listed"',
        );
        return;
    }
    if (namesUid(machine) === null)
        complain(
            'error',
            'no-names-user',
            `the user of the app groups' DNS gates, ${NAMES_USER}, does not exist`,
            'run systemd-sysusers, or set config.dns to "listed"',
        );
    const count = groups.filter(hasOwnGate).length;
    if (count > OWN_PLACES)
        complain(
            'error',
            'too-many-gates',
            `dns "own" can serve ${OWN_PLACES} app groups with domains, and there are ${count}`,
            'set config.dns to "listed"',
        );
    else if (count > MANY)
        complain(
            'warning',
            'many-gates',
            `dns "own" runs a gate for each of ${count} app groups, which takes about ${Math.ceil(count * 0.6)} MB`,
            'config.dns "listed" needs one gate for all of them',
        );
}
