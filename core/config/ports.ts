/** Ports such as `tcp/443`, `udp/50000-60000`, `icmp/echo-request`, and `any`. */
import {nearest} from './nearest.js';
import type {PortMatch} from './types.js';
import type {Value} from './value.js';

/** ICMP types by nft's names (nft describe icmp type). */
const ICMP = [
    'echo-reply',
    'destination-unreachable',
    'source-quench',
    'redirect',
    'echo-request',
    'router-advertisement',
    'router-solicitation',
    'time-exceeded',
    'parameter-problem',
    'timestamp-request',
    'timestamp-reply',
    'info-request',
    'info-reply',
    'address-mask-request',
    'address-mask-reply',
];
const ICMPV6 = [
    'destination-unreachable',
    'packet-too-big',
    'time-exceeded',
    'parameter-problem',
    'echo-request',
    'echo-reply',
    'mld-listener-query',
    'mld-listener-report',
    'mld-listener-done',
    'nd-router-solicit',
    'nd-router-advert',
    'nd-neighbor-solicit',
    'nd-neighbor-advert',
    'nd-redirect',
    'router-renumbering',
];

const FORM = 'write for example "tcp/443", "udp/50000-60000", "icmp/echo-request" or "any"';

/** What to write instead of a text that is no port. */
function meant(text: string): string {
    if (/[\s,;]/.test(text)) return 'write several ports as a list';
    if (/^\d+(-\d+)?$/.test(text)) return `write "tcp/${text}" or "udp/${text}"`;
    return FORM;
}

function icmp(value: Value, protocol: 'icmp' | 'icmpv6', type: string): PortMatch | null {
    const types = protocol === 'icmp' ? ICMP : ICMPV6;
    if (types.includes(type)) return {protocol, type};
    const close = nearest(type, types);
    return value.error(
        'bad-port',
        `"${type}" is not a type of ${protocol}`,
        close ? `did you mean "${close}"?` : `known: ${types.join(', ')}`,
    );
}

/** One port, or 'any'; null when refused. */
function readPort(value: Value): PortMatch | 'any' | null {
    const text = value.string();
    if (text === null) return null;
    if (text === 'any') return 'any';
    const [protocol, rest] = [text.split('/', 1)[0]!, text.slice(text.indexOf('/') + 1)];
    if (!text.includes('/')) return value.error('bad-port', `"${text}" names no protocol`, meant(text));
    if (protocol === 'icmp' || protocol === 'icmpv6') return icmp(value, protocol, rest);
    if (protocol !== 'tcp' && protocol !== 'udp') {
        const lower = text.toLowerCase();
        const hint = /^(tcp|udp)\//.test(lower) ? `did you mean "${lower}"?` : FORM;
        return value.error('bad-port', `unknown protocol "${protocol}"`, hint);
    }
    const match = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(rest);
    if (!match) return value.error('bad-port', `"${rest}" is not a port or a range of ports`, meant(text));
    const from = Number(match[1]);
    const to = Number(match[2] ?? match[1]);
    if (from < 1 || to > 65535)
        return value.error('bad-port', `"${text}": ports are numbers from 1 to 65535`);
    if (from > to)
        return value.error('bad-port', `"${text}" ends before it starts`, 'write the lower port first');
    return {protocol, from, to};
}

/** A port or a list of them; [] stands for every protocol and port. Null when anything was refused. */
export function readPorts(value: Value): PortMatch[] | null {
    const items = value.items(true) ?? [];
    if (!items.length) return value.error('empty-list', 'an empty list of ports would allow nothing', FORM);
    const ports = items.map(readPort);
    if (ports.includes(null)) return null;
    if (!ports.includes('any')) return ports as PortMatch[];
    if (ports.length > 1) value.warning('redundant', '"any" makes the other ports of this list superfluous');
    return [];
}
