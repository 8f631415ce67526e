/** Addresses, CIDR blocks and ranges, in canonical text. */
import ipaddr from 'ipaddr.js';
import type {AddressRange, Family} from './types.js';
import type {Value} from './value.js';

interface Address {
    readonly family: Family;
    readonly bytes: readonly number[];
}

function parseAddress(text: string): Address | null {
    // The library reads "1" and "0x7f.1" as addresses; people who write those mean something else.
    const ok = text.includes(':')
        ? ipaddr.IPv6.isValid(text) && !text.includes('%')
        : // Looked at first because the library throws inside for every domain, which is slow.
          /^\d+(\.\d+){3}$/.test(text) && ipaddr.IPv4.isValidFourPartDecimal(text);
    if (!ok) return null;
    const parsed = ipaddr.parse(text);
    return {family: parsed.kind() === 'ipv4' ? 4 : 6, bytes: parsed.toByteArray()};
}

const format = (bytes: readonly number[]): string => ipaddr.fromByteArray([...bytes]).toString();

function compare(a: readonly number[], b: readonly number[]): number {
    const i = a.findIndex((byte, at) => byte !== b[at]);
    return i < 0 ? 0 : a[i]! - b[i]!;
}

function block(value: Value, text: string): AddressRange | null {
    const head = text.slice(0, text.indexOf('/'));
    const tail = text.slice(head.length + 1);
    const address = parseAddress(head);
    const bits = /^\d{1,3}$/.test(tail) ? Number(tail) : NaN;
    if (!address) return value.error('bad-address', `"${head}" is not an address`);
    const width = address.bytes.length * 8;
    if (!(bits <= width))
        return value.error('bad-address', `"/${tail}" is not a prefix length from 0 to ${width}`);
    const mask = address.bytes.map((_, i) => (0xff00 >> Math.max(0, Math.min(8, bits - i * 8))) & 0xff);
    const from = address.bytes.map((byte, i) => byte & mask[i]!);
    const to = address.bytes.map((byte, i) => byte | (~mask[i]! & 0xff));
    if (compare(from, address.bytes))
        value.warning(
            'host-bits',
            `"${text}" names a host inside the block`,
            `it is read as ${format(from)}/${bits}`,
        );
    return {family: address.family, from: format(from), to: format(to)};
}

function range(value: Value, first: Address, text: string, last: string): AddressRange | null {
    const end = parseAddress(last);
    if (!end)
        return value.error(
            'bad-address',
            `"${last}" is not an address`,
            'write both ends of a range in full, for example 192.0.2.1-192.0.2.9',
        );
    if (end.family !== first.family) return value.error('bad-address', `"${text}" mixes IPv4 and IPv6`);
    if (compare(first.bytes, end.bytes) > 0)
        return value.error('bad-address', `"${text}" ends before it starts`, 'write the lower address first');
    return {family: first.family, from: format(first.bytes), to: format(end.bytes)};
}

/**
 * An address, a block (`192.0.2.0/24`) or a range (`192.0.2.1-192.0.2.9`); undefined when the text looks like none of
 * them (a domain, then), null when it was refused and reported.
 */
export function readAddress(value: Value, text: string): AddressRange | null | undefined {
    const single = parseAddress(text);
    if (single) return {family: single.family, from: format(single.bytes), to: format(single.bytes)};
    if (/^\[[\da-f:.]+\]/i.test(text))
        return value.error(
            'bad-address',
            `"${text}" is not an address`,
            'write an IPv6 address without brackets, and its port into "ports"',
        );
    if (/[\s,;]/.test(text) && parseAddress(text.split(/[\s,;/-]/, 1)[0]!))
        return value.error(
            'bad-address',
            `"${text}" is more than one address`,
            'write several addresses as a list',
        );
    // Domains may start with digits and hyphens: 4-h.example is one, 192.0.2.1-9 is meant as a range.
    const looksNumeric =
        /^[\d.]+(\/.*|-[\da-f.:-]*)?$/i.test(text) ||
        (/^[\da-f:.]+([/%-].*)?$/i.test(text) && text.split(':').length > 2);
    if (!looksNumeric) return undefined;
    if (text.includes('%'))
        return value.error(
            'bad-address',
            `"${text}" names an interface`,
            'leave out the "%" and what follows it',
        );
    if (text.includes('/')) return block(value, text);
    const dash = text.indexOf('-');
    const first = dash < 0 ? null : parseAddress(text.slice(0, dash));
    if (first) return range(value, first, text, text.slice(dash + 1));
    return value.error(
        'bad-address',
        `"${text}" is not an address`,
        'an IPv4 address has four numbers from 0 to 255',
    );
}
