/** `to` and `from`: one text or a list of mixed kinds, sorted into destinations of one kind each. */
import {readAddress} from './addresses.js';
import {readDomain} from './domains.js';
import type {AddressRange, Destination} from './types.js';
import type {Value} from './value.js';

const WORDS = ['lan', 'multicast', 'any'] as const;

/** Null when the value itself is unusable; items that are refused have been reported and are left out. */
export function readDestinations(value: Value): Destination[] | null {
    const items = value.items(true) ?? [];
    if (!items.length)
        return value.error(
            'empty-list',
            'an empty list would allow nothing',
            'name a domain, an address or "any"',
        );
    const domains: string[] = [];
    const ranges: AddressRange[] = [];
    const words = new Set<(typeof WORDS)[number]>();
    for (const item of items) {
        const text = item.string();
        if (text === null) continue;
        const word = WORDS.find(candidate => candidate === text);
        const address = word ? undefined : readAddress(item, text);
        if (word) words.add(word);
        else if (address) ranges.push(address);
        else if (address === undefined) {
            const domain = readDomain(item);
            if (domain !== null) domains.push(domain);
        }
    }
    return [
        ...(domains.length ? [{kind: 'domains', domains: [...new Set(domains)]} as const] : []),
        ...(ranges.length ? [{kind: 'addresses', ranges} as const] : []),
        ...[...words].map(kind => ({kind})),
    ];
}
