/** Whether what carries the packets of VPNs may be sent. */
import ipaddr from 'ipaddr.js';
import type {BasePresets} from '../config/types.js';
import type {ProgramVpn} from '../machine/vpns.js';
import {explain} from '../policy/explain.js';
import type {HostPort, Policy} from '../policy/types.js';
import type {Check, Facts, Told} from './types.js';

const OF_KERNEL = {
    wireguard: {
        id: 'wireguard-refused',
        title: 'A WireGuard tunnel is refused',
        fix: 'write "wireguard": true, or a list of its ports, into "base" of galaf.json, then galafctl apply',
        isAllowed: ({wireguard}: BasePresets) => wireguard.length > 0,
    },
    ipsec: {
        id: 'ipsec-refused',
        title: 'A VPN of IPsec is refused',
        fix: 'write "ipsec": true into "base" of galaf.json, then galafctl apply',
        isAllowed: ({ipsec}: BasePresets) => ipsec,
    },
} as const;

const ofKernel: Check = ({policy, vpns: found}) =>
    found
        .map(kind => OF_KERNEL[kind])
        .filter(({isAllowed}) => policy && !isAllowed(policy.base))
        .map(({id, title, fix}) => ({
            id,
            severity: 'medium',
            title,
            detail: 'This machine has one, but the preset that lets it through is off.',
            fix,
        }));

/** Without what holds for the local network: a server that has a name is not expected there, whose printers root may reach. */
const elsewhere = (policy: Policy): Policy => ({
    ...policy,
    users: policy.users.map(user => ({...user, grants: user.grants.filter(({to}) => to.kind !== 'lan')})),
});

function isRefused(policy: Policy, user: string, {host, protocol, port}: HostPort): boolean {
    const question = {subject: `user:${user}`, host, ports: [{protocol, from: port, to: port}]};
    const addresses = ipaddr.isValid(host) ? [host] : [];
    const judging = addresses.length ? policy : elsewhere(policy);
    return explain(judging, question, {addresses, holders: new Map()})?.verdict === 'refused';
}

/** OpenConnect goes over to UDP on the same port where it can. */
const portsFor = (user: string, {protocol, port}: HostPort): string =>
    (user === 'nm-openconnect' ? ['tcp', 'udp'] : [protocol]).map(name => `${name}/${port}`).join(' ');

function told(policy: Policy, {users}: Facts, vpn: ProgramVpn): Told[] {
    const there = (names: readonly string[]) => names.filter(name => users.some(user => user.name === name));
    // One server that may be reached is enough.
    const without = (names: readonly string[]) =>
        there(names).filter(user => vpn.servers.every(server => isRefused(policy, user, server)));
    const first = without(vpn.users);
    const refused = [...new Set([...first, ...without(vpn.again)])];
    if (!refused.length) return [];
    const hosts = [...new Set(vpn.servers.map(({host}) => host))].join(', ');
    const called = refused.join(', ');
    return [
        {
            id: 'vpn-refused',
            severity: 'medium',
            ...(first.length
                ? {
                      title: `The VPN “${vpn.name}” is refused`,
                      detail: `What carries it is sent by ${called}, who may not reach ${hosts}.`,
                  }
                : {
                      title: `The VPN “${vpn.name}” is refused when it connects again`,
                      detail: `It connects as root, and again, such as after a sleep, as ${called}, who may not reach ${hosts}.`,
                  }),
            fix: refused
                .flatMap(user =>
                    vpn.servers.map(
                        server => `galafctl allow user:${user} ${server.host} ${portsFor(user, server)}`,
                    ),
                )
                .join(' && '),
        },
    ];
}

/** A service in an app group sends as that, and so does what it starts. */
const isOfGroup = ({groups}: Policy, {units}: ProgramVpn): boolean =>
    groups.some(({unit}) => unit !== null && units.includes(unit));

const ofPrograms: Check = facts => {
    const {policy, programVpns} = facts;
    if (!policy) return [];
    return programVpns.filter(vpn => !isOfGroup(policy, vpn)).flatMap(vpn => told(policy, facts, vpn));
};

export const VPNS: readonly Check[] = [ofKernel, ofPrograms];
