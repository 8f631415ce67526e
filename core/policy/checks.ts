/** Findings that need the machine and the resolved policy together. */
import type {Config, Diagnostic, Subject} from '../config/types.js';
import {collidesWithTailscale} from './gids.js';
import {finding, settingOrigin} from './findings.js';
import type {Machine, Policy, PolicyGroup} from './types.js';

/** Bits that kube-proxy sets and tests: masquerade 0x4000, drop 0x8000. */
const KUBE_PROXY_BITS = 0xc000;
const NOBODY = 65534;

export function checkSettings(config: Config, machine: Machine, out: Diagnostic[]): void {
    if (config.settings.resolver === 'gate') checkGate(machine, out);
}

/** The redirect exempts these uids: they must exist, and nobody else may run under them. */
function checkGate(machine: Machine, out: Diagnostic[]): void {
    const origin = settingOrigin('config.resolver');
    if (machine.gateUid === null)
        out.push(
            finding(origin, 'error', 'no-gate-user', 'the user of the DNS gate, galaf-gate, does not exist', {
                hint: 'run systemd-sysusers, or set config.resolver to "none"',
            }),
        );
    const [min, max] = machine.uidRange;
    for (const uid of machine.resolverUids) {
        if (uid !== 0 && uid !== NOBODY && (uid < min || uid > max)) continue;
        out.push(
            finding(
                origin,
                'error',
                'shared-resolver-uid',
                `the system's resolver runs as uid ${uid}, which other programs use as well; all of them would go round the DNS gate`,
                {hint: 'give the resolver a user of its own (dnsmasq: user=dnsmasq)'},
            ),
        );
    }
}

export function checkInbound(
    config: Config,
    machine: Machine,
    gids: ReadonlyMap<string, unknown>,
    out: Diagnostic[],
): void {
    for (const {as, from, name, origin} of config.inbound) {
        if (from.kind === 'domains' || from.kind === 'multicast')
            out.push(
                finding(
                    origin,
                    'error',
                    'inbound-source',
                    from.kind === 'domains'
                        ? `service "${name}" cannot be limited to domains: a packet carries the address of a sender only`
                        : `service "${name}" cannot be limited to multicast: a packet carries the address of a sender only`,
                    {hint: 'write addresses, "lan" or "any"'},
                ),
            );
        if (!as) continue;
        const known =
            as.kind === 'user'
                ? machine.users.some(user => user.name === as.name)
                : gids.has(as.name) || machine.groups.some(group => group.name === as.name);
        if (!known)
            out.push(
                finding(
                    origin,
                    'warning',
                    `unknown-${as.kind}`,
                    as.kind === 'user'
                        ? `there is no user "${as.name}"; traffic of service "${name}" is not attributed`
                        : `there is no group "${as.name}"; traffic of service "${name}" is not attributed`,
                ),
            );
    }
}

/** What a group's own entry makes worth a warning. */
export function checkGroup(
    group: PolicyGroup,
    config: Config,
    mode: Policy['marks'],
    out: Diagnostic[],
): void {
    if (mode === 'bpf' && collidesWithTailscale(group.gid))
        out.push(
            finding(
                group.origin,
                'warning',
                'mark-collision',
                `the mark of group "${group.name}" (gid ${group.gid}) looks like one of Tailscale's`,
                {hint: 'use config.marks "map", or give the group another gid'},
            ),
        );
    checkSubject('group', group, config, out);
}

/** What is worth a warning in a group's or user's entry alike. */
export function checkSubject(
    kind: 'group' | 'user',
    subject: Subject,
    config: Config,
    out: Diagnostic[],
): void {
    const {name, origin, grants, record} = subject;
    if (record)
        out.push(
            finding(
                origin,
                'warning',
                'recording',
                kind === 'group'
                    ? `group "${name}" may reach everything while its destinations are recorded`
                    : `user "${name}" may reach everything while its destinations are recorded`,
                {path: `${origin.path}.record`},
            ),
        );
    if (config.settings.resolver === 'none' && grants.some(grant => grant.to.kind === 'domains'))
        out.push(
            finding(
                origin,
                'warning',
                'names-not-learned',
                kind === 'group'
                    ? `group "${name}" has domains, but no resolver mode that learns their addresses`
                    : `user "${name}" has domains, but no resolver mode that learns their addresses`,
                {hint: 'set config.resolver to "auto" or "gate"'},
            ),
        );
}

/** In `bpf` mode uids are in the mark's low half, where kube-proxy looks for bits of its own. */
export function checkUids(
    groups: readonly PolicyGroup[],
    machine: Machine,
    mode: Policy['marks'],
    out: Diagnostic[],
): void {
    if (mode !== 'bpf') return;
    const ranges = groups.flatMap(group => group.launchers);
    for (const {name, uid} of machine.users) {
        const low = Math.min(uid, 0xffff);
        if (!(low & KUBE_PROXY_BITS) || !ranges.some(([from, to]) => uid >= from && uid <= to)) continue;
        out.push(
            finding(
                settingOrigin('config.marks'),
                'warning',
                'mark-collision',
                `marks of user "${name}" (uid ${uid}) contain bits that kube-proxy tests`,
                {hint: 'use config.marks "map" on machines that run Kubernetes'},
            ),
        );
    }
}
