import {good, group, onlyOf, parse} from './helpers.js';

describe('the 2022 format', () => {
    it('reads domains with a rule as one permission', () => {
        const [grant] = group({
            domains: ['A.example.org.'],
            rule: 'tcp dport { 465, 993 }',
            families: [4],
        }).grants;
        expect(grant?.to).toEqual({kind: 'domains', domains: ['a.example.org']});
        expect(grant?.raw).toEqual({4: 'tcp dport { 465, 993 }'});
        expect(grant?.families).toEqual([4]);
    });

    it('shares the domains of another entry, over several steps', () => {
        const {groups} = good({groups: {a: {domains: 'b'}, b: {domains: 'c'}, c: {domains: ['x.example']}}});
        expect(groups.map(({grants}) => grants[0]?.to)).toEqual(
            Array(3).fill({kind: 'domains', domains: ['x.example']}),
        );
    });

    it('takes an empty rule as permission for everything', () => {
        const [grant] = group({rule: '', rule6: ''}).grants;
        expect(grant).toEqual(jasmine.objectContaining({to: {kind: 'any'}, families: [4, 6], raw: {}}));
    });

    it('defines without allowing when there is neither domain nor rule, or null', () => {
        const {groups, users} = good({
            users: {sshd: {'#': 'define only'}},
            groups: {a: null, b: {execv: ['/bin/b']}},
        });
        for (const {grants} of [...groups, ...users]) expect(grants).toEqual([]);
    });

    it('gives IPv6 the rule of IPv4 only when it does not speak of IPv4', () => {
        expect(group({rule: 'tcp dport 443'}).grants[0]?.raw).toEqual({
            4: 'tcp dport 443',
            6: 'tcp dport 443',
        });
        expect(group({rule: 'ip daddr 192.0.2.1'}).grants[0]?.families).toEqual([4]);
        expect(onlyOf({rule: 'icmp type echo-request', families: [4, 6]}).code).toBe('ipv4-rule');
    });

    it('opens nothing over IPv4 that only rule6 allows', () => {
        expect(group({rule6: 'tcp dport 443'}).grants[0]).toEqual(
            jasmine.objectContaining({families: [6], raw: {6: 'tcp dport 443'}}),
        );
    });

    it('allows nothing through an emptied list of domains, whatever rule stands beside it', () => {
        for (const groups of [
            {app: {domains: [], rule: ''}},
            {app: {domains: 'b', rule: 'tcp dport 1'}, b: {domains: []}},
            {app: {domains: 'b', rule: ''}, b: {domains: null}},
        ]) {
            const {config, diagnostics} = parse(JSON.stringify({groups}));
            expect(config?.groups.flatMap(({grants}) => grants)).toEqual([]);
            expect(diagnostics[0]?.code).toBe('empty-list');
        }
    });

    it('keeps the default rule of an entry whose own is null', () => {
        const [grant] = group({domains: ['x.example'], rule: null}, {defaults: {rule: 'tcp dport 1'}}).grants;
        expect(grant?.raw).toEqual({4: 'tcp dport 1', 6: 'tcp dport 1'});
    });

    it('takes a family at the end of a rule for one, too', () => {
        expect(group({rule: 'meta l4proto icmp'}).grants[0]?.families).toEqual([4]);
    });

    it('applies config.defaults', () => {
        const [grant] = group(
            {domains: ['x.example']},
            {defaults: {families: [4], rule: 'tcp dport 1'}},
        ).grants;
        expect(grant).toEqual(jasmine.objectContaining({families: [4], raw: {4: 'tcp dport 1'}}));
    });

    it('reads comments and trailing commas', () => {
        const {config} = parse(
            '{ // one\n "groups": {"#note": 1, "a": {"#rule": 7, "rule": "",}, /* two */ }, }',
        );
        expect(config?.groups.map(({name}) => name)).toEqual(['a']);
    });
});

describe('the extended format', () => {
    it('sorts destinations by kind', () => {
        const {grants} = group({
            allow: [
                {to: ['bücher.example', '192.0.2.0/24', 'lan', '2001:DB8::1'], ports: ['tcp/443', 'udp/1-9']},
            ],
        });
        expect(grants.map(({to}) => to)).toEqual([
            {kind: 'domains', domains: ['xn--bcher-kva.example']},
            {
                kind: 'addresses',
                ranges: [
                    {family: 4, from: '192.0.2.0', to: '192.0.2.255'},
                    {family: 6, from: '2001:db8::1', to: '2001:db8::1'},
                ],
            },
            {kind: 'lan'},
        ]);
        expect(grants[0]?.ports).toEqual([
            {protocol: 'tcp', from: 443, to: 443},
            {protocol: 'udp', from: 1, to: 9},
        ]);
    });

    it('reads names that start like addresses, and full-width letters', () => {
        const [grant] = group({
            allow: [{to: ['4-h.example', '192.0.2.1-cdn.example', 'ｅｘ.example']}],
        }).grants;
        expect(grant?.to).toEqual({
            kind: 'domains',
            domains: ['4-h.example', '192.0.2.1-cdn.example', 'ex.example'],
        });
    });

    it('reads a thousand groups in a moment', () => {
        const to = ['a', 'b', 'c', 'd', 'e'].map(label => `${label}.example.org`);
        const entries = Array.from({length: 1000}, (_, i) => [`g${i}`, {allow: [{to, ports: 'tcp/443'}]}]);
        const text = JSON.stringify({groups: Object.fromEntries(entries) as unknown});
        const start = Date.now();
        expect(parse(text).config?.groups.length).toBe(1000);
        // Several times what it takes, for a machine that has other things to do; an exception per name takes longer.
        expect(Date.now() - start).toBeLessThan(1000);
    });

    it('has sane defaults', () => {
        const {settings, base} = good({});
        expect(settings).toEqual(
            jasmine.objectContaining({
                table: 'galaf',
                gidRange: [30000, 59999],
                resolver: 'gate',
                dns: 'all',
            }),
        );
        expect(base.dhcp).toBeTrue();
        expect(base.wireguard).toEqual([]);
    });

    it('derives hardening and arguments from the command', () => {
        expect(group({execv: ['/usr/bin/firejail', 'x', '…']})).toEqual(
            jasmine.objectContaining({harden: 'off', args: {kind: 'any'}}),
        );
        expect(group({execv: ['/usr/bin/bwrap', 'x']})).toEqual(
            jasmine.objectContaining({harden: 'userns', args: {kind: 'none'}}),
        );
        expect(group({execv: ['/usr/bin/x'], launch: 'firejail'}).harden).toBe('off');
        expect(group({execv: ['/usr/bin/x'], launch: 'bwrap', harden: 'off'}).harden).toBe('off');
        expect(
            group({execv: ['/usr/bin/x'], launch: 'firejail', sandbox: ['--net=none', '--netfilter']})
                .sandbox,
        ).toEqual(['--net=none', '--netfilter']);
        expect(group({execv: ['/bin/x', '…'], args: {uris: ['https']}}).args).toEqual({
            kind: 'uris',
            schemes: ['https'],
        });
    });

    it('reads inbound services', () => {
        const {inbound} = good({inbound: {ssh: {ports: 'tcp/22', from: 'any', as: 'user:sshd'}}});
        expect(inbound[0]).toEqual(
            jasmine.objectContaining({name: 'ssh', from: {kind: 'any'}, as: {kind: 'user', name: 'sshd'}}),
        );
    });
});

describe('drop-ins', () => {
    it('are merged by name', () => {
        const {config} = parse('{"groups": {"a": null}}', {
            name: 'galaf.d/b.json',
            text: '{"groups": {"b": null}}',
        });
        expect(config?.groups.map(({name}) => name)).toEqual(['a', 'b']);
    });

    it('that repeat an entry are errors naming both files', () => {
        const {config, diagnostics} = parse('{"groups": {"a": null}}', {
            name: 'galaf.d/b.json',
            text: '{\n"groups": {"a": null}}',
        });
        expect(config).toBeNull();
        expect(diagnostics[0]).toEqual(
            jasmine.objectContaining({code: 'conflict', file: 'galaf.d/b.json', line: 2, column: 12}),
        );
        expect(diagnostics[0]?.message).toContain('galaf.json, line 1');
    });
});
