/** Rules of the base presets: what a machine needs to be on a network at all. */
import type {Family} from '../config/types.js';
import {MDNS_GROUPS, MDNS_USERS} from '../policy/presets.js';
import type {Policy} from '../policy/types.js';
import {RECEIVE, SEND} from './counting.js';
import {ipsecInput, keyExchange} from './ipsec.js';
import {IP, ROOT, SENDER} from './subject.js';
import {oneOf, renderObject} from './text.js';
import type {Chain} from './text.js';

const FAMILIES: readonly Family[] = [4, 6];

/** True for every packet with a socket. Those without match no id at all. */
export const SOCKET = 'meta skuid != 4294967295';

const ICMP_ERRORS = ['destination-unreachable', 'time-exceeded', 'parameter-problem'] as const;
const ICMPV6_ERRORS = [
    'destination-unreachable',
    'packet-too-big',
    'time-exceeded',
    'parameter-problem',
] as const;

const uidsOf = ({machine}: Policy, names: readonly string[]): number[] =>
    machine.users.filter(user => names.includes(user.name)).map(user => user.uid);

/** Root and the users that run a DHCP client. */
function dhcpUids(policy: Policy): number[] {
    const uids = uidsOf(policy, ['systemd-network', 'dhcpcd', '_dhcp']);
    return [...new Set([0, ...uids])].sort((a, b) => a - b);
}

/** Answers to who asks from another port than 5353, which go to that port alone (RFC 6762, 6.7): phones do. */
function mdnsAnswers(policy: Policy): string[] {
    const uids = [...new Set(uidsOf(policy, MDNS_USERS))].sort((a, b) => a - b);
    if (!policy.base.mdns || !uids.length) return [];
    return FAMILIES.map(
        family => `udp sport 5353 meta skuid ${oneOf(uids)} ${IP[family]} daddr @lan${family} ${SEND}`,
    );
}

function icmpErrors(verdict: string): string[] {
    return [
        `ct state related icmp type ${oneOf(ICMP_ERRORS)} ${verdict}`,
        `ct state related icmpv6 type ${oneOf(ICMPV6_ERRORS)} ${verdict}`,
    ];
}

/** What the machine itself sends is never TCP: most packets pass by these rules with one comparison. */
export const BASE_JUMP = 'meta l4proto != tcp jump base_output';

export function baseOutputChain(policy: Policy): Chain {
    const {base} = policy;
    const clients = `meta skuid ${oneOf(dhcpUids(policy))}`;
    const rules = [
        ...(base.ndp
            ? [
                  `icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-solicit, mld-listener-report, mld-listener-done, mld2-listener-report } ${SEND}`,
                  `ip protocol igmp ${SEND}`,
              ]
            : []),
        ...(base.icmpErrors ? icmpErrors(SEND) : []),
        ...(base.dhcp ? [`udp sport 68 udp dport 67 ${clients} ${SEND}`] : []),
        ...ifBridge(
            policy,
            'to_bridges',
            'udp sport 67 udp dport 68',
            'udp sport 547 udp dport 546',
            'icmpv6 type nd-router-advert',
            // A DHCP server asks whether somebody has the address already.
            `icmp type echo-request meta skuid < ${policy.machine.uidRange[0]}`,
        ),
        ...keyExchange(policy),
        ...mdnsAnswers(policy),
        ...(base.dhcpv6 ? [`udp sport 546 udp dport 547 ${clients} ${SEND}`] : []),
    ];
    return {name: 'base_output', rules};
}

/** What the bridges of Docker, Podman, libvirt, LXC and Incus are called. */
const BRIDGES = [
    'docker0',
    'docker_gwbridge',
    // Hexadecimal digits follow; br-lan and the like lead to others.
    ...Array.from('0123456789abcdef', digit => `br-${digit}*`),
    'podman*',
    'cni-podman*',
    'virbr*',
    'lxcbr*',
    'lxdbr*',
    'incusbr*',
];

/** Interfaces that lead to containers and virtual machines. */
function bridgesOf({base, settings}: Policy): readonly string[] {
    // Names would be a way out for those that are to have none.
    if (settings.forward === 'drop') return [];
    return base.bridges === true ? BRIDGES : base.bridges || [];
}

/** Rules that let through what matches, where it goes to or comes from a bridge. */
const ifBridge = (policy: Policy, chain: 'to_bridges' | 'from_bridges', ...matches: string[]): string[] =>
    bridgesOf(policy).length ? matches.map(match => `${match} jump ${chain}`) : [];

/**
 * What root itself connects to, which is how Docker forwards ports of 127.0.0.1. An app group of root's is judged like others. Comes
 * just before what is sent would be refused.
 */
export const toBridges = (policy: Policy): string[] => ifBridge(policy, 'to_bridges', ROOT);

/** A rule for each: nft cannot list as JSON a set in which two patterns are neighbours. */
export function bridgeChains(policy: Policy): Chain[] {
    const names = [...new Set(bridgesOf(policy))].sort();
    if (!names.length) return [];
    const comment = 'containers and virtual machines';
    const rules = (key: string, verdict: string) => names.map(name => `${key} "${name}" ${verdict}`);
    return [
        {name: 'to_bridges', comment, rules: rules('oifname', SEND)},
        {name: 'from_bridges', comment, rules: rules('iifname', RECEIVE)},
    ];
}

/** How long a tunnel's other end is known after the kernel last spoke to it by itself; its keys are valid for shorter. */
const TUNNEL_TIMEOUT = '5m';
/**
 * How long what somebody sent into a tunnel may wait for the handshake before it is carried. WireGuard tries again every five
 * seconds, and what is sent again meanwhile counts anew.
 */
const CARRIED_TIMEOUT = '30s';
const carrierKey = (family: Family) => `${IP[family]} daddr . udp dport . udp sport`;

/**
 * WireGuard's own packets, before anybody's mark or verdict: what carries an app's data still has the app's socket, though
 * the app was judged, and counted, by what it sent into the tunnel. Handshakes have no socket, which no program can
 * imitate, so they tell where tunnels end; keys are good for three minutes after one. Who sent nothing into a tunnel has
 * nothing carried: whoever takes the port of one that has gone down can use it no longer than what was sent may wait.
 */
export function wireguardOutput({base}: Policy): string[] {
    return base.wireguard.length ? [`udp sport ${oneOf(uniquePorts(base.wireguard))} jump tunnels`] : [];
}

export function tunnelChains({base}: Policy): Chain[] {
    if (!base.wireguard.length) return [];
    const rules = [
        ...FAMILIES.map(family => `${SENDER} @carried ${carrierKey(family)} @tunnels${family} ${SEND}`),
        // The other end may have moved since, and spoken first.
        `${SENDER} @carried ct direction reply ct state established ${SEND}`,
        // Here, before it is marked: the mark would stay with the tunnel.
        ...FAMILIES.map(family => `${SOCKET} ${carrierKey(family)} @tunnels${family} goto blocked`),
        `${SOCKET} return`,
        ...FAMILIES.map(family => `update @tunnels${family} { ${carrierKey(family)} } ${SEND}`),
    ];
    return [{name: 'tunnels', comment: 'other ends of WireGuard tunnels', rules}];
}

export function tunnelSets({base}: Policy): string[] {
    if (!base.wireguard.length) return [];
    return [
        ...FAMILIES.map(family =>
            renderObject('set', `tunnels${family}`, [
                `typeof ${carrierKey(family)}`,
                'size 1024',
                'flags dynamic,timeout',
                `timeout ${TUNNEL_TIMEOUT}`,
            ]),
        ),
        renderObject('set', 'carried', [
            `typeof ${SENDER}`,
            'flags dynamic,timeout',
            `timeout ${CARRIED_TIMEOUT}`,
        ]),
    ];
}

/** What is let through into a tunnel: its sender's packets will be carried. */
export function intoTunnel({base}: Policy): string[] {
    return base.wireguard.length ? [`meta oifkind "wireguard" update @carried { ${SENDER} }`] : [];
}

const uniquePorts = (ports: readonly number[]) => [...new Set(ports)].sort((a, b) => a - b);

export function baseInput(policy: Policy): string[] {
    const {base} = policy;
    const [mdns4, mdns6] = MDNS_GROUPS;
    return [
        ...(base.ndp
            ? [
                  `icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert, nd-router-advert, mld-listener-query } ${RECEIVE}`,
                  `ip protocol igmp ${RECEIVE}`,
              ]
            : []),
        ...(base.icmpErrors ? icmpErrors(RECEIVE) : []),
        ...(base.dhcp ? [`udp sport 67 udp dport 68 ${RECEIVE}`] : []),
        ...(base.dhcpv6 ? [`ip6 saddr fe80::/10 udp sport 547 udp dport 546 ${RECEIVE}`] : []),
        ...(base.mdns
            ? [
                  `ip daddr ${mdns4} udp dport 5353 ${RECEIVE}`,
                  `ip6 daddr ${mdns6} udp dport 5353 ${RECEIVE}`,
                  `ip saddr @lan4 udp sport 5353 udp dport 5353 ${RECEIVE}`,
                  `ip6 saddr @lan6 udp sport 5353 udp dport 5353 ${RECEIVE}`,
              ]
            : []),
        ...(base.wireguard.length ? [`udp dport ${oneOf(uniquePorts(base.wireguard))} ${RECEIVE}`] : []),
        ...ipsecInput(policy),
        // Addresses, names and routes that this machine gives to what is behind bridges.
        ...ifBridge(
            policy,
            'from_bridges',
            'udp dport { 53, 67, 547 }',
            'tcp dport 53',
            'icmpv6 type nd-router-solicit',
        ),
    ];
}
