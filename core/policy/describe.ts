/** Permissions in words, for lists, differences and messages. */
import {formatPort} from '../config/port-sets.js';
import {portsOfRule} from '../config/rule-ports.js';
import type {Destination, Family, Grant, PortMatch} from '../config/types.js';

export function describeDestination(to: Destination): string {
    switch (to.kind) {
        case 'domains':
            return to.domains.join(', ');
        case 'addresses':
            return to.ranges.map(({from, to: end}) => (from === end ? from : `${from}-${end}`)).join(', ');
        case 'lan':
            return 'the local network';
        case 'multicast':
            return 'multicast';
        case 'any':
            return 'everywhere';
    }
}

export const describePorts = (ports: readonly PortMatch[]): string => ports.map(formatPort).join(', ');

/** What an endpoint is made of, in the order in which it is said. */
export interface EndpointParts {
    readonly destination: string;
    /** [] = every protocol and port. */
    readonly ports: readonly PortMatch[];
    /** Raw rules that say more than ports. */
    readonly rules: readonly string[];
    readonly families: readonly Family[];
    /** Whether private addresses that were learned for the names count. */
    readonly private: boolean;
}

/** For example `imap.example.org on tcp/993` or `everywhere if ip daddr 192.0.2.255 (IPv4 only)`. */
export function describeEndpoint(parts: EndpointParts): string {
    const {destination, ports} = parts;
    // Each step a whole phrase around the one before: translations are made from those (core/words.ts).
    const place = ports.length ? `${destination} on ${describePorts(ports)}` : destination;
    const limited = parts.rules.length ? `${place} if ${parts.rules.join('; ')}` : place;
    const notes = [
        ...(parts.families.length === 1 ? [`IPv${parts.families[0]} only`] : []),
        ...(parts.private ? ['private addresses too'] : []),
    ];
    return notes.length ? `${limited} (${notes.join(', ')})` : limited;
}

/** Ports and rest of the rule of one family; a rule that only names ports is said as ports. */
export function portsAndRule(
    {ports, raw}: Grant,
    family: Family,
): {ports: readonly PortMatch[]; rule: string} {
    const rule = raw[family] ?? '';
    const known = portsOfRule(rule);
    return known ? {ports: known.length ? known : ports, rule: ''} : {ports, rule};
}

export function describeGrant(grant: Grant): string {
    const {to, families} = grant;
    const all = families.map(family => portsAndRule(grant, family));
    const texts = new Set(all.map(({ports}) => describePorts(ports)));
    const same = texts.size <= 1;
    return describeEndpoint({
        destination: describeDestination(to),
        ports: (same && all[0]?.ports) || grant.ports,
        rules: [...new Set(same ? all.map(({rule}) => rule) : Object.values(grant.raw))].filter(Boolean),
        families,
        private: grant.private && to.kind === 'domains',
    });
}
