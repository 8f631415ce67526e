/** Why a change should be tried first: what could cut the person off who makes it. */
import {subtractPorts} from '../config/port-sets.js';
import type {BasePresets, Config, InboundService, PortMatch, Subject} from '../config/types.js';
import {NOTHING, serviceInWords} from './diff.js';
import {meaning} from './renames.js';

/** What goes wrong without a preset that was on. */
const PRESETS: Readonly<Partial<Record<keyof BasePresets, string>>> = {
    dhcp: 'the machine may no longer renew its address by DHCP',
    dhcpv6: 'the machine may no longer renew its address by DHCPv6',
    ndp: 'IPv6 stops working: neighbour discovery is off',
    icmpErrors: 'large packets may get lost: ICMP errors are refused',
    resolver: 'no name may be looked up any more: the resolver may not ask its servers',
    apt: 'packages can no longer be updated, unless a user or group may',
    bridges: 'containers and virtual machines may lose their addresses, their names and published ports',
    connectivity:
        'the desktop may say that the network does not lead to the Internet, and no longer notice a login page',
    drives: 'network drives of SMB and NFS no longer answer, and programs that use them hang',
    ipsec: 'VPNs of IPsec are refused',
    ntp: 'the clock is no longer set from the network',
};

function presetRisks(before: BasePresets, after: BasePresets): string[] {
    const off = (Object.keys(PRESETS) as (keyof BasePresets)[]).filter(key => before[key] && !after[key]);
    const tunnels = before.wireguard.filter(port => !after.wireguard.includes(port));
    return [
        ...off.map(key => PRESETS[key]!),
        ...(tunnels.length ? [`WireGuard on udp/${tunnels.join(', udp/')} is refused`] : []),
    ];
}

function settingRisks(before: Config, after: Config): string[] {
    const [old, current] = [before.settings, after.settings];
    const risks: string[] = [];
    if (old.resolver !== current.resolver)
        risks.push(
            current.resolver === 'none'
                ? 'names are no longer learned: permissions for domains have no effect'
                : `names are learned in another way from now on (resolver is "${current.resolver}", was "${old.resolver}")`,
        );
    if (old.dns !== current.dns && current.dns !== 'all')
        risks.push(
            current.dns === 'own'
                ? 'every app group may look up its own names only'
                : 'only groups and users with domains may look names up',
        );
    if (old.forward !== current.forward && current.forward === 'drop')
        risks.push('forwarded traffic is refused: containers and virtual machines lose their network');
    return risks;
}

const SSH: PortMatch = {protocol: 'tcp', from: 22, to: 22};

const opens = ({ports}: InboundService): boolean => subtractPorts([SSH], ports) === 'nothing';

/** A service is at risk when it is gone, or its ports or senders are others than before and not simply more. */
function inboundRisks(before: Config, after: Config): string[] {
    return before.inbound.flatMap(service => {
        const same = after.inbound.find(({name}) => name === service.name);
        const others = after.inbound.filter(
            ({from}) => from.kind === 'any' || meaning(from) === meaning(service.from),
        );
        const ports = service.ports.length ? service.ports : null;
        const left =
            ports &&
            others.reduce<PortMatch[] | 'nothing'>(
                (rest, {ports: open}) => (rest === 'nothing' ? rest : (subtractPorts(rest, open) ?? rest)),
                [...ports],
            );
        if (left === 'nothing' || (!ports && others.some(other => !other.ports.length))) return [];
        const what = `${service.name} (${serviceInWords(service)})`;
        return [
            same
                ? `${what} can no longer be reached by everybody who could; open connections end with it`
                : `${what} can no longer be reached; open connections end with it`,
        ];
    });
}

const mayReach = ({grants, record}: Subject): boolean => grants.length > 0 || record;

function losers(before: readonly Subject[], after: readonly Subject[]): string[] {
    return before
        .filter(mayReach)
        .filter(({name}) => !after.some(entry => entry.name === name && mayReach(entry)))
        .map(({name}) => name);
}

/**
 * Reasons to apply a configuration on trial, in words; none when there is none to be seen.
 *
 * @param before null when this is the first policy of the machine
 */
export function risksInWords(before: Config | null, after: Config): string[] {
    const old = before ?? NOTHING;
    const first = [
        'this is the first policy: every program that it does not name loses the network',
        ...(after.inbound.some(opens)
            ? []
            : ['nobody can reach this machine over ssh (tcp/22), open sessions included']),
    ];
    const stays = (name: string) => after.groups.some(group => group.name === name);
    return [
        ...(before ? [] : first),
        ...settingRisks(old, after),
        ...presetRisks(old.base, after.base),
        ...inboundRisks(old, after),
        ...losers(old.users, after.users).map(name => `user ${name} may reach nothing any more`),
        // A group that was taken away was meant to lose everything; one that is still there perhaps not.
        ...losers(
            old.groups.filter(({name}) => stays(name)),
            after.groups,
        ).map(name => `group ${name} may reach nothing any more`),
    ];
}
