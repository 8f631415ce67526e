/** Arithmetic on addresses, for splitting and merging ranges. */
import ipaddr from 'ipaddr.js';
import type {AddressRange, Family} from '../config/types.js';

/** Inclusive range of numbers: addresses or ports. */
export interface Span {
    readonly from: bigint;
    readonly to: bigint;
}

export function addressToNumber(text: string): bigint {
    return ipaddr
        .parse(text)
        .toByteArray()
        .reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

export function numberToAddress(value: bigint, family: Family): string {
    const bytes: number[] = [];
    for (let i = family === 4 ? 3 : 15; i >= 0; i--) bytes.push(Number((value >> BigInt(8 * i)) & 0xffn));
    return ipaddr.fromByteArray(bytes).toString();
}

/** Ranges of one family as numbers. */
export function toSpans(ranges: readonly AddressRange[], family: Family): Span[] {
    return ranges
        .filter(range => range.family === family)
        .map(range => ({from: addressToNumber(range.from), to: addressToNumber(range.to)}));
}

/** The same addresses in ascending order, without overlaps or neighbours that touch. */
export function mergeSpans(spans: readonly Span[]): Span[] {
    const sorted = [...spans].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
    const merged: {from: bigint; to: bigint}[] = [];
    for (const {from, to} of sorted) {
        const last = merged[merged.length - 1];
        if (last && from <= last.to + 1n) {
            if (to > last.to) last.to = to;
        } else merged.push({from, to});
    }
    return merged;
}

/** nft text of a range: an address, a prefix where one fits, otherwise both ends. */
export function spanText({from, to}: Span, family: Family): string {
    const size = to - from + 1n;
    const first = numberToAddress(from, family);
    if (size === 1n) return first;
    const aligned = (size & (size - 1n)) === 0n && from % size === 0n;
    if (!aligned) return `${first}-${numberToAddress(to, family)}`;
    return `${first}/${(family === 4 ? 32 : 128) - (size.toString(2).length - 1)}`;
}
