/** Random configurations as the parser would deliver them. */
import fc from 'fast-check';
import type {
    AddressRange,
    Config,
    Destination,
    Family,
    Grant,
    GroupEntry,
    InboundService,
    PortMatch,
} from '../../core/config/types.js';
import {numberToAddress} from '../../core/policy/addresses.js';
import {config, group, origin, user} from '../core/policy/fixtures.js';
import {TABLE} from './tools.js';

/** Few labels, so that names meet and nest often. */
const label = fc.constantFrom('a', 'b', 'www', 'x-1', 'xn--bcher-kva', '_srv', '0');
const domain = fc
    .tuple(fc.array(label, {maxLength: 3}), fc.constantFrom('example.org', 'example.net', 'test'))
    .map(([labels, end]) => [...labels, end].join('.'));

const portRange = (protocol: 'tcp' | 'udp') =>
    fc
        .tuple(fc.integer({min: 0, max: 65535}), fc.integer({min: 0, max: 65535}))
        .map(([a, b]) => ({protocol, from: Math.min(a, b), to: Math.max(a, b)}));
const fewPorts = (protocol: 'tcp' | 'udp') =>
    fc.constantFrom(22, 53, 80, 443, 8080).map(port => ({protocol, from: port, to: port}));

const ports: fc.Arbitrary<PortMatch[]> = fc.array(
    fc.oneof(
        portRange('tcp'),
        portRange('udp'),
        fewPorts('tcp'),
        fewPorts('udp'),
        fc.constantFrom<PortMatch>(
            {protocol: 'icmp', type: 'echo-request'},
            {protocol: 'icmpv6', type: 'echo-request'},
        ),
    ),
    {maxLength: 7},
);

/** Ranges in a small area, so that they overlap often, and over everything. */
function range(family: Family): fc.Arbitrary<AddressRange> {
    const max = family === 4 ? 2n ** 32n - 1n : 2n ** 128n - 1n;
    const near = fc.bigInt({min: 0n, max: 40n}).map(offset => (max >> 1n) + offset);
    const address = fc.oneof(near, near, fc.bigInt({min: 0n, max}));
    return fc.tuple(address, address).map(([a, b]) => {
        const [from, to] = a < b ? [a, b] : [b, a];
        return {family, from: numberToAddress(from, family), to: numberToAddress(to, family)};
    });
}

const ranges = fc.array(fc.oneof(range(4), range(6)), {minLength: 1, maxLength: 6});

const destination: fc.Arbitrary<Destination> = fc.oneof(
    fc.array(domain, {minLength: 1, maxLength: 4}).map(domains => ({kind: 'domains' as const, domains})),
    ranges.map(list => ({kind: 'addresses' as const, ranges: list})),
    fc.constantFrom({kind: 'lan' as const}, {kind: 'multicast' as const}, {kind: 'any' as const}),
);

const families: fc.Arbitrary<Family[]> = fc.constantFrom<Family[]>([4], [6], [4, 6]);
const RAW: Readonly<Record<Family, readonly string[]>> = {
    4: [
        '',
        'tcp dport { 465, 587 }',
        'ip daddr 192.0.2.255 udp dport 9434',
        'meta l4proto {tcp, udp} @th,16,16 53',
    ],
    6: ['', 'tcp dport 993', 'ip6 daddr 2001:db8::/32 udp dport 5000-5100'],
};
const raw = (list: readonly Family[]) =>
    fc.tuple(fc.constantFrom(...RAW[4]), fc.constantFrom(...RAW[6])).map(([four, six]): Grant['raw'] => ({
        ...(list.includes(4) ? {4: four} : {}),
        ...(list.includes(6) ? {6: six} : {}),
    }));

const grant: fc.Arbitrary<Grant> = families.chain(list =>
    fc.record({
        to: destination,
        ports,
        families: fc.constant(list),
        private: fc.boolean(),
        raw: fc.oneof({weight: 3, arbitrary: fc.constant({})}, {weight: 1, arbitrary: raw(list)}),
        origin: fc.constant(origin('groups.x')),
    }),
);

const grants = fc.array(grant, {maxLength: 4});

const groups: fc.Arbitrary<GroupEntry[]> = fc
    .array(
        fc.record({
            grants,
            ping: fc.boolean(),
            record: fc.boolean(),
            title: fc.option(fc.string({unit: 'binary'})),
        }),
        {maxLength: 5},
    )
    .map(list => list.map((extra, i) => group(`g${i}`, [], {...extra, execv: ['/usr/bin/true', '…']})));

const inbound: fc.Arbitrary<InboundService[]> = fc.array(
    fc.record({
        name: fc.string({unit: 'binary'}),
        ports,
        from: fc.oneof(
            fc.constantFrom<Destination>({kind: 'any'}, {kind: 'lan'}),
            ranges.map(list => ({kind: 'addresses' as const, ranges: list})),
        ),
        as: fc.constantFrom(
            null,
            {kind: 'user' as const, name: 'alice'},
            {kind: 'group' as const, name: 'g0'},
            {kind: 'group' as const, name: 'absent'},
        ),
        origin: fc.constant(origin('inbound.x')),
    }),
    {maxLength: 3},
);

const settings = fc.record({
    table: fc.constant(TABLE),
    resolver: fc.constantFrom('gate' as const, 'none' as const),
    blocked: fc.constantFrom('reject' as const, 'drop' as const),
    forward: fc.constantFrom('leave' as const, 'drop' as const),
    dns: fc.constantFrom('all' as const, 'listed' as const),
    marks: fc.constantFrom('auto' as const, 'map' as const, 'bpf' as const, 'rule' as const),
});

const base: fc.Arbitrary<Config['base']> = fc.record({
    dhcp: fc.boolean(),
    dhcpv6: fc.boolean(),
    ndp: fc.boolean(),
    icmpErrors: fc.boolean(),
    ntp: fc.boolean(),
    apt: fc.boolean(),
    connectivity: fc.boolean(),
    drives: fc.boolean(),
    resolver: fc.boolean(),
    mdns: fc.boolean(),
    ipsec: fc.boolean(),
    bridges: fc.oneof(fc.boolean(), fc.subarray(['docker0', 'br-*', 'wlan0'])),
    wireguard: fc.array(fc.integer({min: 1, max: 65535}), {maxLength: 3}),
});

export const anyConfig: fc.Arbitrary<Config> = fc
    .record({groups, inbound, settings, base, users: fc.record({alice: grants, _apt: grants})})
    .map(({users, ...rest}) =>
        config({...rest, users: Object.entries(users).map(([name, list]) => user(name, list))}),
    );
