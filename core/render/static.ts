/**
 * Fixed addresses: elements of two concatenated sets per family, whatever the number of apps. The kernel refuses
 * elements that overlap, so what a subject may reach is cut into boxes that do not.
 */
import type {Family, Grant} from '../config/types.js';
import {mergeSpans, spanText, toSpans} from '../policy/addresses.js';
import type {Span} from '../policy/addresses.js';

/** Elements of the sets, without the leading id. */
export interface StaticElements {
    /** `protocol . address . port` */
    readonly endpoints: readonly string[];
    /** `address`: every protocol and port */
    readonly hosts: readonly string[];
}

interface Box {
    readonly address: Span;
    readonly ports: Span;
}

/** Grants that the sets can express; the others become rules. */
export function isStatic(grant: Grant): boolean {
    return grant.to.kind === 'addresses' && Object.keys(grant.raw).length === 0 && !grant.timer;
}

/** The same area without overlaps: ports per elementary address interval, equal neighbours joined. */
function disjoint(boxes: readonly Box[]): Box[] {
    const cuts = [...new Set(boxes.flatMap(({address}) => [address.from, address.to + 1n]))].sort((a, b) =>
        a < b ? -1 : 1,
    );
    const rows: {address: {from: bigint; to: bigint}; ports: Span[]; key: string}[] = [];
    for (const [i, from] of cuts.slice(0, -1).entries()) {
        const to = cuts[i + 1]! - 1n;
        const ports = mergeSpans(
            boxes.filter(({address}) => address.from <= from && address.to >= to).map(box => box.ports),
        );
        if (!ports.length) continue;
        const key = ports.map(span => `${span.from}-${span.to}`).join();
        const last = rows[rows.length - 1];
        if (last && last.key === key && last.address.to + 1n === from) last.address.to = to;
        else rows.push({address: {from, to}, ports, key});
    }
    return rows.flatMap(({address, ports}) => ports.map(span => ({address, ports: span})));
}

export function staticElements(grants: readonly Grant[], family: Family): StaticElements {
    const boxes: Record<'tcp' | 'udp', Box[]> = {tcp: [], udp: []};
    const hosts: Span[] = [];
    for (const grant of grants) {
        if (!isStatic(grant) || grant.to.kind !== 'addresses' || !grant.families.includes(family)) continue;
        const spans = toSpans(grant.to.ranges, family);
        if (!grant.ports.length) hosts.push(...spans);
        for (const port of grant.ports) {
            if (port.protocol !== 'tcp' && port.protocol !== 'udp') continue;
            const ports = {from: BigInt(port.from), to: BigInt(port.to)};
            boxes[port.protocol].push(...spans.map(address => ({address, ports})));
        }
    }
    const endpoints = (['tcp', 'udp'] as const).flatMap(protocol =>
        disjoint(boxes[protocol]).map(({address, ports}) => {
            const port = ports.from === ports.to ? `${ports.from}` : `${ports.from}-${ports.to}`;
            return `${protocol} . ${spanText(address, family)} . ${port}`;
        }),
    );
    return {endpoints, hosts: mergeSpans(hosts).map(span => spanText(span, family))};
}
