/** The way of DNS queries: through the gate, and only for those who may ask. */
import {namesUid, slotsOf} from '../policy/gates.js';
import {needsNames} from '../policy/grants.js';
import {recording} from './subject.js';
import type {Policy} from '../policy/types.js';
import {BLOCKED_GROUP, NAMES_GROUP} from './blocked.js';
import {SEND} from './counting.js';
import {markOutput} from './marking.js';
import {oneOf} from './text.js';
import type {Chain} from './text.js';

/**
 * Conntrack zone of queries that are not redirected: with the zone of the others, shared source ports would lose lookups.
 * The others have the zone that is numbered like the port of their gate.
 */
export const EXEMPT_ZONE = 54;

/** Uids whose queries are not redirected: the gate's and the system resolver's. */
function exemptUids({machine}: Policy): number[] {
    const uids = [...machine.resolverUids, ...(machine.gateUid === null ? [] : [machine.gateUid])];
    return [...new Set(uids)].sort((a, b) => a - b);
}

/** Who may ask under `dns: listed`. */
export function dnsElements(policy: Policy): {gids: number[]; uids: number[]} {
    return {
        gids: policy.groups.filter(needsNames).map(group => group.gid),
        uids: policy.users.filter(needsNames).map(user => user.uid),
    };
}

/** Matches of the recordings that end by themselves: the kernel ends the leave to ask with them. */
const recordings = ({groups, users}: Policy): string[] => [
    ...groups.flatMap(group => recording({kind: 'group'}, group) ?? []),
    ...users.flatMap(user => recording({kind: 'user'}, user) ?? []),
];

/** Every port of every gate, those included that a gate had or will have: a switch must not cut what is under way. */
export function allGatePorts({gates}: Policy): number[] {
    return gates.flatMap(({port}) => slotsOf(port)).sort((a, b) => a - b);
}

/** The common gate's ports, as nft text. */
function commonPorts({gates}: Policy): string[] {
    return gates.slice(0, 1).map(({port}) => `${slotsOf(port)[0]}-${slotsOf(port).at(-1)}`);
}

/** Who has a gate of its own: elements of the maps of ports and of zones. */
export function ownGateElements({gates}: Policy): string[] {
    return gates.flatMap(({gid, port}) => (gid === null ? [] : [`${gid} : ${port}`]));
}

/** Uid of the gates of app groups, if there are such. */
const ownGatesUid = ({settings, machine}: Policy): number | null =>
    settings.dns === 'own' ? namesUid(machine) : null;

/** Uids that may ask whatever the policy says: of resolvers and gates. */
function askingUids(policy: Policy): number[] {
    const names = ownGatesUid(policy);
    return [...exemptUids(policy), ...(names === null ? [] : [names])];
}

export function dnsChains(policy: Policy): Chain[] {
    const {settings} = policy;
    return [
        ...(settings.resolver === 'gate' ? gateChains(policy) : answerChains()),
        ...(settings.dns === 'all' ? [] : permissionChains(policy)),
    ];
}

/** The port comes first: it costs least and settles most packets. */
const DNS = 'th dport 53 meta l4proto { tcp, udp }';

/**
 * A socket that asks a link-local server is bound to the interface, and from there no way leads to ::1. But it has the
 * interface's own link-local address by now, where the gate listens as well.
 */
const LINK_LOCAL = 'ip6 daddr fe80::/10 ip6 saddr fe80::/10';

/** Who asks which gate: the first match counts. A map has the ports, or the zones of the same numbers. */
function waysToGates(policy: Policy): {match: string; port?: number}[] {
    const {port} = policy.gates[0]!;
    const names = ownGatesUid(policy);
    if (names === null) return [{match: '', port}];
    return [
        {match: `meta skuid ${names} `, port},
        // Whoever may reach everything for a while may ask for every name as long.
        ...recordings(policy).map(match => ({match: `${match} `, port})),
        {match: ''},
        {match: '', port},
    ];
}

function gateChains(policy: Policy): Chain[] {
    const exempt = `meta skuid ${oneOf(exemptUids(policy))}`;
    const names = ownGatesUid(policy);
    const ways = waysToGates(policy);
    return [
        {
            name: 'dns_zones',
            rules: [
                `${exempt} ct original zone set ${EXEMPT_ZONE} accept`,
                // A connection over TCP goes on with the gate where it began: in another zone it would be cut.
                'meta l4proto tcp accept',
                // A socket that lasts asks the gate that is in force: in its zone the flow is a new one. Answers of the gate
                // before still find their way, by its port.
                ...ways.map(
                    ({match, port}) =>
                        `${match}ct original zone set ${port ?? 'meta skgid map @gate_zones'} accept`,
                ),
            ],
        },
        {
            name: 'dns_raw',
            hook: 'type filter hook output priority raw; policy accept;',
            rules: [`${DNS} goto dns_zones`],
        },
        {
            name: 'gate_ways',
            rules: [
                `${exempt} accept`,
                // Only the first packet of a flow passes here, and it says whose the answers will be.
                `${names === null ? '' : `meta skuid != ${names} `}${logNames('ask')} snaplen 80`,
                ...ways.flatMap(({match, port}) => {
                    const to = port ?? 'meta skgid map @gate_ports';
                    return [
                        `meta l4proto { tcp, udp } ${LINK_LOCAL} ${match}dnat ip6 to ip6 saddr : ${to}`,
                        `meta l4proto { tcp, udp } ${match}redirect to :${to}`,
                    ];
                }),
            ],
        },
        {
            name: 'gate',
            hook: 'type nat hook output priority dstnat; policy accept;',
            rules: [`${DNS} goto gate_ways`],
        },
    ];
}

/** For galaf-monitor, so that it can show names; what exceeds the limit goes unnamed. */
const logNames = (what: 'ask' | 'answer') =>
    `limit rate 500/second burst 1000 packets log prefix "galaf-${what} " group ${NAMES_GROUP}`;

/** The gates' own answers, which nobody can forge and which stay on this machine. */
export function gateAnswers(policy: Policy): string[] {
    if (policy.settings.resolver !== 'gate' || policy.machine.gateUid === null) return [];
    const names = ownGatesUid(policy);
    const uids = [policy.machine.gateUid, ...(names === null ? [] : [names])];
    return [
        // Longer than bare acknowledgements of TCP.
        `th sport ${gatePortMatch(policy)} meta l4proto { tcp, udp } meta skuid ${oneOf(uids)} meta length > 60 ${logNames('answer')} snaplen 1280`,
    ];
}

/** Questions to a nameserver and what comes back from it. */
function answerChains(): Chain[] {
    return [
        {
            name: 'dns_questions',
            hook: 'type filter hook output priority 10; policy accept;',
            rules: [`udp dport 53 ct state new ${logNames('ask')} snaplen 80`],
        },
        {
            name: 'dns_replies',
            hook: 'type filter hook input priority 10; policy accept;',
            rules: [`udp sport 53 ct direction reply ${logNames('answer')} snaplen 1280`],
        },
    ];
}

/** Matches any port of any gate. */
const gatePortMatch = (policy: Policy): string =>
    policy.settings.dns === 'own' ? '@gates' : oneOf(commonPorts(policy));

/**
 * A redirected query to a server elsewhere still shows the old interface in the filter chain. It stays on this machine: what leaves
 * it is the gate's own question, which is counted with the gate.
 */
export function redirectedRules(policy: Policy): string[] {
    if (policy.settings.resolver !== 'gate') return [];
    return [`ct status dnat th dport ${gatePortMatch(policy)} meta l4proto { tcp, udp } goto loopback`];
}

/** Gates listen on link-local addresses, for this machine alone. */
export function gateInput(policy: Policy): string[] {
    if (policy.settings.resolver !== 'gate') return [];
    return [`th dport ${gatePortMatch(policy)} meta l4proto { tcp, udp } ip6 daddr fe80::/10 drop`];
}

function judgeChain(policy: Policy): Chain {
    const exempt = askingUids(policy);
    return {
        name: 'dns_judge',
        rules: [
            ...(exempt.length ? [`meta skuid ${oneOf(exempt)} accept`] : []),
            'meta skgid @dns_gids accept',
            'meta skuid @dns_uids accept',
            ...recordings(policy).map(match => `${match} accept`),
            'ct direction reply ct state established accept',
            'goto dns_unasked',
        ],
    };
}

function permissionChains(policy: Policy): Chain[] {
    const own = policy.settings.dns === 'own';
    // A packet without a socket belongs to a connection that was judged while it had one.
    const withSocket = 'meta skuid != 4294967295';
    const gates = own ? [] : commonPorts(policy);
    return [
        {
            name: 'dns_permission',
            hook: 'type filter hook output priority -150; policy accept;',
            rules: [
                // Two rules: all packets pass here, and a set with a range in it costs more.
                ...[53, ...gates].map(
                    port => `th dport ${port} meta l4proto { tcp, udp } ${withSocket} goto dns_judge`,
                ),
                // The redirect comes later: whoever sends to a gate's port now picked a gate, perhaps another app's.
                ...(own
                    ? [
                          `th dport @gates meta l4proto { tcp, udp } fib daddr type local ${withSocket} goto dns_unasked`,
                      ]
                    : []),
            ],
        },
        judgeChain(policy),
        {
            name: 'dns_unasked',
            rules: [
                ...markOutput(policy),
                'add @stats_refused { ct mark }',
                'counter name refused_out',
                'update @log_limit { meta skgid limit rate over 10/second burst 20 packets } goto dns_refuse',
                // Long enough for the question: the notice can then name what was asked for.
                `limit rate 50/second burst 100 packets log prefix "galaf-dns " group ${BLOCKED_GROUP} snaplen 384`,
                'goto dns_refuse',
            ],
        },
        {
            // Refused at once even when other packets are dropped: a resolver would try again for half a minute.
            name: 'dns_refuse',
            rules: ['meta l4proto tcp reject with tcp reset', 'reject with icmpx port-unreachable'],
        },
    ];
}

/** Without the gate, the addresses of /etc/resolv.conf; who may ask is decided before. */
export function nameserverRules({settings, machine}: Policy): string[] {
    if (settings.resolver !== 'none') return [];
    const servers = [...new Set(machine.nameservers.map(server => server.replace(/%.*$/, '')))].sort();
    return (['ip', 'ip6'] as const).flatMap(ip => {
        const own = servers.filter(server => server.includes(':') === (ip === 'ip6'));
        return own.length ? [`${ip} daddr ${oneOf(own)} meta l4proto { tcp, udp } th dport 53 ${SEND}`] : [];
    });
}
