/** What happens to a packet that nobody permitted, and the log of what a recorded group reaches. */
import type {Settings} from '../config/types.js';
import type {Chain} from './text.js';

/** NFLOG group of blocked attempts. */
export const BLOCKED_GROUP = 30;
/** NFLOG group of recorded destinations; native/monitor/nflog.h has the same numbers. */
const RECORD_GROUP = 31;

/** NFLOG group of DNS: who asked, and the answers. */
export const NAMES_GROUP = 32;

const FAMILIES = [
    [4, 'ip'],
    [6, 'ip6'],
] as const;

/** Who wanted to reach what; two users of a group are two. */
const KEYS = FAMILIES.map(([family, ip]) => ({
    family,
    key: `meta skgid . meta skuid . meta l4proto . ${ip} daddr . th dport`,
}));

/** Who wanted to get in, and where. */
const INBOUND_KEYS = FAMILIES.map(([family, ip]) => ({family, key: `meta l4proto . ${ip} saddr . th dport`}));

/** The counters tell galaf-monitor how many packets followed the one that was logged. */
const COUNTED = ['size 16384', 'flags dynamic,timeout', 'timeout 30s', 'counter'];

/**
 * Sets of what was logged lately: sized, but there is one of each however many apps there are. A set cannot change its
 * key under its name: a new key needs a new name.
 */
export const LOG_SETS: readonly {name: string; properties: readonly string[]}[] = [
    ...KEYS.map(({family, key}) => ({name: `attempts${family}`, properties: [`typeof ${key}`, ...COUNTED]})),
    ...INBOUND_KEYS.map(({family, key}) => ({
        name: `arrivals${family}`,
        properties: [`typeof ${key}`, ...COUNTED],
    })),
    ...KEYS.map(({family, key}) => ({
        name: `recordings${family}`,
        properties: [`typeof ${key}`, 'size 16384', 'flags dynamic,timeout', 'timeout 10m'],
    })),
    ...['log_limit', 'log_quiet'].map(name => ({
        name,
        properties: ['typeof meta skgid', 'size 8192', 'flags dynamic,timeout', 'timeout 1m'],
    })),
];

const BLOCKED: Chain = {
    name: 'blocked',
    rules: [
        'add @stats_refused { ct mark }',
        'counter name refused_out',
        // Looking up comes first: adding alone would log every packet.
        ...KEYS.map(({family, key}) => `${key} @attempts${family} goto refuse`),
        // A few of each app pass whatever the others do: a flood must not hide who is quiet.
        'update @log_quiet { meta skgid limit rate 2/minute burst 5 packets } goto blocked_log',
        'update @log_limit { meta skgid limit rate over 10/second burst 20 packets } goto refuse',
        'limit rate over 100/second burst 200 packets goto refuse',
        'goto blocked_log',
    ],
};

const BLOCKED_LOG: Chain = {
    name: 'blocked_log',
    rules: [
        ...KEYS.map(({family, key}) => `meta l4proto { tcp, udp } add @attempts${family} { ${key} }`),
        `log prefix "galaf-out " group ${BLOCKED_GROUP} snaplen 128`,
        'goto refuse',
    ],
};

const refuse = (settings: Settings): Chain => ({
    name: 'refuse',
    // A reset answers at once; for TCP, ICMPv6 would only be heeded after a second.
    rules:
        settings.blocked === 'drop'
            ? ['drop']
            : ['meta l4proto tcp reject with tcp reset', 'reject with icmpx port-unreachable'],
});

const BLOCKED_IN: Chain = {
    name: 'blocked_in',
    rules: [
        // What the network says to everybody is no attempt on this machine.
        'meta pkttype != host return',
        // Nor what belongs to a connection that has ended here, or was forgotten.
        'tcp flags & (syn | ack) != syn return',
        // The monitor tells by it how many attempts are in none of its rows.
        'counter name refused_in',
        ...INBOUND_KEYS.map(({family, key}) => `${key} @arrivals${family} return`),
        'limit rate over 10/second burst 50 packets return',
        ...INBOUND_KEYS.map(({family, key}) => `meta l4proto { tcp, udp } add @arrivals${family} { ${key} }`),
        `log prefix "galaf-in " group ${BLOCKED_GROUP} snaplen 128`,
    ],
};

const RECORD: Chain = {
    name: 'record',
    rules: [
        ...KEYS.map(({family, key}) => `${key} @recordings${family} return`),
        'limit rate over 100/second burst 200 packets return',
        ...KEYS.map(
            ({family, key}) =>
                `meta l4proto { tcp, udp } add @recordings${family} { ${key} } log prefix "galaf-rec " group ${RECORD_GROUP} snaplen 128`,
        ),
    ],
};

export const blockedChains = (settings: Settings): Chain[] => [
    BLOCKED,
    BLOCKED_LOG,
    refuse(settings),
    BLOCKED_IN,
    RECORD,
];
