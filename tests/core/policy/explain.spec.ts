import {parseConfig} from '../../../core/config/parse.js';
import {explain, type Explanation} from '../../../core/policy/explain.js';
import type {Evidence} from '../../../core/policy/judge.js';
import {resolvePolicy} from '../../../core/policy/resolve.js';
import {parseEndpoint} from '../../../core/policy/timed.js';
import {machine} from './fixtures.js';

const text = JSON.stringify({
    config: {dns: 'listed'},
    groups: {
        web: {allow: [{to: 'example.org', ports: 'tcp/443'}]},
        lan: {allow: [{to: '192.168.1.0/24', ports: 'any'}]},
        hole: {allow: [{to: 'intern.example.org', ports: 'tcp/80'}]},
        new: {record: true},
        ping: {ping: true},
        raw: {domains: ['raw.example.org'], rule: 'tcp dport 80 ip dscp 0x10'},
    },
    users: {alice: {allow: [{to: 'backup.example.net', ports: 'tcp/22'}]}},
});

function policyOf(source: string) {
    const {config, diagnostics} = parseConfig([{name: 'galaf.json', text: source}]);
    const resolved = config && resolvePolicy(config, machine);
    if (!resolved?.policy)
        throw new Error(JSON.stringify([...diagnostics, ...(resolved?.diagnostics ?? [])]));
    return resolved.policy;
}

const policy = policyOf(text);
const setOf = (domain: string, family = 4) =>
    `${policy.classes.find(({domains}) => domains.includes(domain))!.stem}_${family}`;

const known = (addresses: Record<string, string[]>): Evidence => ({
    addresses: Object.keys(addresses),
    holders: new Map(Object.entries(addresses).map(([address, sets]) => [address, new Set(sets)])),
});
const nothing = known({});

function ask(subject: string, host: string, ports: string[], evidence = nothing): Explanation {
    const {grants} = parseEndpoint({to: host, ...(ports.length ? {ports} : {})});
    return explain(policy, {subject, host, ports: grants[0]!.ports}, evidence)!;
}
const words = ({steps, change}: Explanation): string => [...steps, ...change].join('\n');

describe('an explanation', () => {
    it('names the permission that allows, where it stands and what the kernel learned for it', () => {
        const set = setOf('example.org');
        const found = ask('web', 'www.example.org', ['tcp/443'], known({'203.0.113.7': [set]}));
        expect(found.verdict).toBe('allowed');
        expect(words(found)).toContain('example.org on tcp/443');
        expect(words(found)).toContain('galaf.json:1');
        expect(words(found)).toContain(`203.0.113.7 was learned for it (set ${set})`);
    });

    it('allows a name before its addresses are known', () =>
        expect(ask('web', 'www.example.org', ['tcp/443']).verdict).toBe('allowed'));

    it('refuses what is not there, and says the command that allows it', () => {
        const found = ask('web', 'mail.example.net', ['tcp/993']);
        expect(found.verdict).toBe('refused');
        expect(found.change).toEqual(['galafctl allow web mail.example.net tcp/993']);
        expect(ask('web', 'notexample.org', ['tcp/443']).verdict).toBe('refused');
    });

    it('tells a wrong port from a wrong host', () => {
        const found = ask('web', 'www.example.org', ['tcp/80']);
        expect(found.verdict).toBe('refused');
        expect(found.change[0]).toBe('add tcp/80 to the ports in galaf.json:1');
        expect(ask('web', 'www.example.org', []).verdict).toBe('refused');
    });

    it('allows an address that was learned for a name, and another name that has it', () => {
        const evidence = known({'203.0.113.7': [setOf('example.org')]});
        expect(ask('web', '203.0.113.7', ['tcp/443'], evidence).verdict).toBe('allowed');
        expect(ask('web', '203.0.113.7', ['tcp/443'], known({'203.0.113.7': []})).verdict).toBe('refused');
        expect(words(ask('web', 'cdn.example.net', ['tcp/443'], evidence))).toContain('holds too');
    });

    it('opens no private address by a name', () => {
        const evidence = known({'192.168.1.9': [setOf('intern.example.org')]});
        const found = ask('hole', 'intern.example.org', ['tcp/80'], evidence);
        expect(found.verdict).toBe('refused');
        expect(found.change[0]).toContain('"private": true');
        expect(words(found)).toContain('192.168.1.9 is a private address');
    });

    it('says what a learned address is for', () => {
        const learned = (...addresses: string[]) =>
            words(
                ask(
                    'hole',
                    'intern.example.org',
                    ['tcp/80'],
                    known(Object.fromEntries(addresses.map(address => [address, []]))),
                ),
            );
        expect(learned('239.1.2.3')).toContain('239.1.2.3 is a multicast address');
        expect(learned('ff02::fb')).toContain('ff02::fb is a multicast address');
        expect(learned('239.1.2.3', '10.0.0.1')).toContain('239.1.2.3, 10.0.0.1 is a private address');
        expect(learned('255.255.255.255')).toContain('255.255.255.255 is a private address');
    });

    it('judges a name by its addresses where the permission is for addresses', () => {
        expect(ask('lan', 'printer.home.example', ['tcp/631']).verdict).toBe('unknown');
        const inside = known({'192.168.1.9': []});
        expect(ask('lan', 'printer.home.example', ['tcp/631'], inside).verdict).toBe('allowed');
        const outside = known({'192.168.2.9': []});
        expect(ask('lan', 'printer.home.example', ['tcp/631'], outside).verdict).toBe('refused');
    });

    it('knows recording, ping and rules that only the kernel can judge', () => {
        expect(ask('new', 'anything.example', ['tcp/1']).verdict).toBe('allowed');
        expect(ask('ping', '192.0.2.1', ['icmp/echo-request'], known({'192.0.2.1': []})).verdict).toBe(
            'allowed',
        );
        expect(ask('ping', '192.0.2.1', ['tcp/80'], known({'192.0.2.1': []})).verdict).toBe('refused');
        expect(ask('raw', 'raw.example.org', ['tcp/80']).verdict).toBe('unknown');
    });

    it('counts what the users may reach who start the app', () => {
        const found = ask('web', 'backup.example.net', ['tcp/22']);
        expect(found.verdict).not.toBe('refused');
        expect(words(found)).toContain('alice');
        expect(ask('user:alice', 'backup.example.net', ['tcp/22']).verdict).toBe('allowed');
        expect(ask('user:alice', 'example.org', ['tcp/443']).verdict).toBe('refused');
    });

    it('knows who may look names up, and that loopback is free', () => {
        const server = known({'192.0.2.53': []});
        expect(ask('web', '192.0.2.53', ['udp/53'], server).verdict).toBe('allowed');
        expect(ask('lan', '192.0.2.53', ['udp/53'], server).verdict).toBe('refused');
        expect(ask('lan', '127.0.0.1', ['tcp/80'], known({'127.0.0.1': []})).verdict).toBe('allowed');
    });

    it('is none for somebody who does not exist', () =>
        expect(explain(policy, {subject: 'gone', host: 'a.example', ports: []}, nothing)).toBeNull());
});
