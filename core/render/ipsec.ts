/**
 * IPsec: what the kernel encrypts passes the rules twice, as the app sent it and as it goes to the gateway, with the app's socket both
 * times. The app is judged, and counted, by the first.
 */
import type {Family} from '../config/types.js';
import type {Policy} from '../policy/types.js';
import {RECEIVE, SEND} from './counting.js';
import {IP, ROOT, SENDER} from './subject.js';
import {renderObject} from './text.js';
import type {Chain} from './text.js';

const FAMILIES: readonly Family[] = [4, 6];
const gatewayKey = (family: Family) => `${IP[family]} daddr . udp dport`;

/** ESP and AH: no program sends them that may not open raw sockets. */
const OUTER = 'meta l4proto { esp, ah }';

/** Before anybody's mark or verdict. */
export const ipsecOutput = ({base}: Policy): string[] =>
    base.ipsec ? [`${OUTER} ${SEND}`, 'udp sport 4500 jump encapsulated'] : [];

/** The daemon that exchanges keys is root's; from and to ports 500 and 4500. */
export const keyExchange = ({base}: Policy): string[] =>
    base.ipsec ? [`udp sport { 500, 4500 } udp dport { 500, 4500 } ${ROOT} ${SEND}`] : [];

export const ipsecInput = ({base}: Policy): string[] => (base.ipsec ? [`${OUTER} ${RECEIVE}`] : []);

/**
 * ESP in UDP, as behind a router that translates addresses: it leaves from the daemon's port 4500, which says at least every half
 * minute where its gateways are. Who sent nothing that is encrypted has nothing encapsulated, so the port of a daemon that has
 * ended is of use to nobody for longer than that.
 */
export function ipsecChains({base}: Policy): Chain[] {
    if (!base.ipsec) return [];
    const rules = [
        ...FAMILIES.map(family => `${SENDER} @encrypted ${gatewayKey(family)} @gateways${family} ${SEND}`),
        ...FAMILIES.map(family => `${ROOT} update @gateways${family} { ${gatewayKey(family)} }`),
    ];
    return [{name: 'encapsulated', comment: 'ESP in UDP', rules}];
}

export function ipsecSets({base}: Policy): string[] {
    if (!base.ipsec) return [];
    const set = (name: string, key: string, timeout: string) =>
        renderObject('set', name, [
            `typeof ${key}`,
            'size 1024',
            'flags dynamic,timeout',
            `timeout ${timeout}`,
        ]);
    return [
        ...FAMILIES.map(family => set(`gateways${family}`, gatewayKey(family), '2m')),
        set('encrypted', SENDER, '30s'),
    ];
}

/** What is let through to be encrypted passes once more. */
export const intoIpsec = ({base}: Policy): string[] =>
    base.ipsec
        ? [
              'rt ipsec exists add @stats_tunnel_out { ct mark }',
              `rt ipsec exists update @encrypted { ${SENDER} }`,
          ]
        : [];

/** What has been decrypted passed before. */
export const fromIpsec = ({base}: Policy): string[] =>
    base.ipsec ? ['meta ipsec exists add @stats_tunnel_in { ct mark }'] : [];
