/** Raw rules of the 2022 format that only name ports: what they say in the words of `ports`. */
import type {PortMatch} from './types.js';

const ITEM = /^(\d{1,5})(?:\s*-\s*(\d{1,5}))?$/;

function portRange(protocol: 'tcp' | 'udp', text: string): PortMatch | null {
    const match = ITEM.exec(text.trim());
    if (!match) return null;
    const [from, to] = [Number(match[1]), Number(match[2] ?? match[1])];
    return from >= 1 && from <= to && to <= 65535 ? {protocol, from, to} : null;
}

/** `tcp dport 443`, `udp dport { 53, 60-70 }`; [] for the empty rule, which allows every port; null for anything else. */
export function portsOfRule(rule: string): PortMatch[] | null {
    const text = rule.trim();
    if (!text) return [];
    const match = /^(tcp|udp)\s+dport\s+(?:\{([^{}]+)\}|([\d-]+))$/.exec(text);
    if (!match) return null;
    const protocol = match[1] as 'tcp' | 'udp';
    const items = (match[2] ?? match[3]!).replace(/,\s*$/, '').split(',');
    const ports = items.map(item => portRange(protocol, item));
    return ports.includes(null) ? null : (ports as PortMatch[]);
}
