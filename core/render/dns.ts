/** The way of DNS queries: through the gate, and only for those who may ask. */
import {needsNames} from '../policy/grants.js';
import type {Policy} from '../policy/types.js';
import {BLOCKED_GROUP, NAMES_GROUP} from './blocked.js';
import {oneOf} from './text.js';
import type {Chain} from './text.js';

/** Where the gate listens. */
export const GATE_PORT = 5354;
/** Conntrack zone of queries by the gate and the resolver: shared source ports would otherwise lose lookups. */
const ZONE = 54;

/** Uids whose queries are not redirected: the gate's and the system resolver's. */
export function exemptUids({machine}: Policy): number[] {
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

export function dnsChains(policy: Policy): Chain[] {
    const {settings} = policy;
    const exempt = exemptUids(policy);
    const chains: Chain[] = [];
    if (settings.resolver === 'gate') chains.push(...gateChains(exempt));
    if (settings.dns === 'listed') chains.push(...permissionChains(exempt));
    chains.push(...answerChains(policy));
    return chains;
}

function gateChains(exempt: readonly number[]): Chain[] {
    return [
        {
            name: 'zone',
            hook: 'type filter hook output priority raw; policy accept;',
            rules: [
                `meta skuid ${oneOf(exempt)} meta l4proto { tcp, udp } th dport 53 ct original zone set ${ZONE}`,
            ],
        },
        {
            name: 'gate',
            hook: 'type nat hook output priority dstnat; policy accept;',
            rules: [
                `meta skuid ${oneOf(exempt)} accept`,
                // Only the first packet of a flow passes here, and it says whose the answers will be.
                `meta l4proto { tcp, udp } th dport 53 ${logNames('ask')} snaplen 80`,
                `meta l4proto { tcp, udp } th dport 53 redirect to :${GATE_PORT}`,
            ],
        },
    ];
}

/** For galaf-monitor, so that it can show names; what exceeds the limit goes unnamed. */
const logNames = (what: 'ask' | 'answer') =>
    `limit rate 500/second burst 1000 packets log prefix "galaf-${what} " group ${NAMES_GROUP}`;

/** Answers: the gate's own, which nobody can forge, else what comes back from a nameserver. */
function answerChains({settings, machine}: Policy): Chain[] {
    if (settings.resolver === 'gate') {
        if (machine.gateUid === null) return [];
        return [
            {
                name: 'dns_answers',
                hook: 'type filter hook output priority raw; policy accept;',
                rules: [
                    // Longer than bare acknowledgements of TCP.
                    `meta skuid ${machine.gateUid} meta l4proto { tcp, udp } th sport ${GATE_PORT} meta length > 60 ${logNames('answer')} snaplen 1280`,
                ],
            },
        ];
    }
    return [
        {
            name: 'dns_questions',
            hook: 'type filter hook output priority 10; policy accept;',
            rules: [`udp dport 53 ct state new ${logNames('ask')} snaplen 80`],
        },
        {
            name: 'dns_answers',
            hook: 'type filter hook input priority 10; policy accept;',
            rules: [`udp sport 53 ct direction reply ${logNames('answer')} snaplen 1280`],
        },
    ];
}

function permissionChains(exempt: readonly number[]): Chain[] {
    return [
        {
            name: 'dns_permission',
            hook: 'type filter hook output priority -150; policy accept;',
            rules: [
                // A packet without a socket belongs to a connection that was judged while it had one.
                `meta l4proto { tcp, udp } th dport { 53, ${GATE_PORT} } meta skuid != 4294967295 goto dns_judge`,
            ],
        },
        {
            name: 'dns_judge',
            rules: [
                ...(exempt.length ? [`meta skuid ${oneOf(exempt)} accept`] : []),
                'meta skgid @dns_gids accept',
                'meta skuid @dns_uids accept',
                'ct direction reply ct state established accept',
                'ct mark != 0 add @stats_refused { ct mark }',
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
        return own.length ? [`${ip} daddr ${oneOf(own)} meta l4proto { tcp, udp } th dport 53 accept`] : [];
    });
}
