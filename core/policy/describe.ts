/** Permissions in words, for lists and messages. */
import type {Destination, Grant, PortMatch} from '../config/types.js';

function destination(to: Destination): string {
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

function port(match: PortMatch): string {
    if ('type' in match) return `${match.protocol}/${match.type}`;
    return `${match.protocol}/${match.from === match.to ? match.from : `${match.from}-${match.to}`}`;
}

/** For example `imap.example.org on tcp/993` or `everywhere if tcp dport 22`. */
export function describeGrant({to, ports, raw, families}: Grant): string {
    const where = ports.length ? ` on ${ports.map(port).join(', ')}` : '';
    const rules = [...new Set(Object.values(raw))].join('; ');
    const family = families.length === 1 ? ` (IPv${families[0]} only)` : '';
    return `${destination(to)}${where}${rules ? ` if ${rules}` : ''}${family}`;
}
