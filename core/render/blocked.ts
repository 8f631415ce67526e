/** What happens to a packet that nobody permitted, and the log of what a recorded group reaches. */
import type {Settings} from '../config/types.js';
import type {Chain} from './text.js';

/** NFLOG group of blocked attempts. */
export const BLOCKED_GROUP = 30;
/** NFLOG group of recorded destinations. */
export const RECORD_GROUP = 31;

const KEYS = [4, 6].map(family => ({
    family,
    key: `meta skgid . meta l4proto . ${family === 4 ? 'ip' : 'ip6'} daddr . th dport`,
}));

/** Sets of destinations that were logged lately: sized, but there is one of each however many apps there are. */
export const LOG_SETS: readonly {name: string; properties: readonly string[]}[] = [
    ...KEYS.map(({family, key}) => ({
        name: `blocked${family}`,
        properties: [`typeof ${key}`, 'size 16384', 'flags dynamic,timeout', 'timeout 30s'],
    })),
    ...KEYS.map(({family, key}) => ({
        name: `recorded${family}`,
        properties: [`typeof ${key}`, 'size 16384', 'flags dynamic,timeout', 'timeout 10m'],
    })),
    {
        name: 'log_limit',
        properties: ['typeof meta skgid', 'size 8192', 'flags dynamic,timeout', 'timeout 1m'],
    },
];

export function blockedChains(settings: Settings): Chain[] {
    return [
        {
            name: 'blocked',
            rules: [
                'ct mark != 0 add @stats_refused { ct mark }',
                'counter name refused_out',
                // Looking up comes first: adding alone would log every packet.
                ...KEYS.map(({family, key}) => `${key} @blocked${family} goto refuse`),
                'update @log_limit { meta skgid limit rate over 10/second burst 20 packets } goto refuse',
                'limit rate over 100/second burst 200 packets goto refuse',
                ...KEYS.map(({family, key}) => `meta l4proto { tcp, udp } add @blocked${family} { ${key} }`),
                `log prefix "galaf-out " group ${BLOCKED_GROUP} snaplen 128`,
                'goto refuse',
            ],
        },
        {
            name: 'refuse',
            // A reset answers at once; for TCP, ICMPv6 would only be heeded after a second.
            rules:
                settings.blocked === 'drop'
                    ? ['drop']
                    : ['meta l4proto tcp reject with tcp reset', 'reject with icmpx port-unreachable'],
        },
        {
            name: 'record',
            rules: [
                ...KEYS.map(({family, key}) => `${key} @recorded${family} return`),
                'limit rate over 100/second burst 200 packets return',
                ...KEYS.map(
                    ({family, key}) =>
                        `meta l4proto { tcp, udp } add @recorded${family} { ${key} } log prefix "galaf-rec " group ${RECORD_GROUP} snaplen 128`,
                ),
            ],
        },
    ];
}
