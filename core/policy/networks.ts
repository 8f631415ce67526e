/** Networks with a meaning of their own, for the rules and for those who explain them. */
import ipaddr from 'ipaddr.js';
import type {AddressRange, Family} from '../config/types.js';
import {addressToNumber, numberToAddress} from './addresses.js';

/** Addresses that count as the local network. */
export const LAN: Readonly<Record<Family, readonly string[]>> = {
    4: ['10.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
    6: ['fc00::/7', 'fe80::/10'],
};

/** Private, shared (RFC 6598), loopback, link-local and unspecified; and what is for many at once, broadcasts included. */
const PRIVATE4 = [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.168.0.0/16',
    '224.0.0.0/3',
];

/** Where a translator has an IPv4 network (64:ff9b::/96, RFC 6052). */
function behindNat64(network: string): string {
    const [address = '', length] = network.split('/');
    const mapped = numberToAddress((0x64ff9bn << 96n) | addressToNumber(address), 6);
    return [mapped, 96 + Number(length)].join('/');
}

/** Addresses that a name must not open by itself. */
export const PRIVATE: Readonly<Record<Family, readonly string[]>> = {
    4: PRIVATE4,
    6: ['::/127', '::ffff:0.0.0.0/96', ...PRIVATE4.map(behindNat64), 'fc00::/7', 'fe80::/10', 'ff00::/8'],
};

/** The first bytes that addresses of networks can have. */
export function firstBytes(networks: readonly string[]): number[] {
    const bytes = networks.flatMap(network => {
        const [address, length] = ipaddr.parseCIDR(network);
        const first = address.toByteArray()[0]!;
        return Array.from({length: 2 ** Math.max(0, 8 - length)}, (_, i) => first + i);
    });
    return [...new Set(bytes)].sort((a, b) => a - b);
}

export const MULTICAST: Readonly<Record<Family, string>> = {4: '224.0.0.0/4', 6: 'ff00::/8'};
const LOOPBACK: Readonly<Record<Family, string>> = {4: '127.0.0.0/8', 6: '::1/128'};

export const familyOf = (address: string): Family => (address.includes(':') ? 6 : 4);

function isIn(address: string, networks: readonly string[]): boolean {
    const parsed = ipaddr.parse(address);
    return networks.some(network => parsed.match(ipaddr.parseCIDR(network)));
}

export const isLan = (address: string): boolean => isIn(address, LAN[familyOf(address)]);
export const isPrivate = (address: string): boolean => isIn(address, PRIVATE[familyOf(address)]);
export const isMulticast = (address: string): boolean => isIn(address, [MULTICAST[familyOf(address)]]);
export const isLoopback = (address: string): boolean => isIn(address, [LOOPBACK[familyOf(address)]]);

/** Whether one of the ranges holds an address. */
export function rangesHold(ranges: readonly AddressRange[], address: string): boolean {
    const number = addressToNumber(address);
    return ranges.some(
        ({family, from, to}) =>
            family === familyOf(address) && addressToNumber(from) <= number && number <= addressToNumber(to),
    );
}
