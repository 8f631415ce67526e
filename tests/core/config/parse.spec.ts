import {formatDiagnostic} from '../../../core/config/diagnostics.js';
import {parseConfig} from '../../../core/config/parse.js';
import type {Config, Diagnostic, SourceFile} from '../../../core/config/types.js';

const parse = (text: string, ...more: SourceFile[]) => parseConfig([{name: 'galaf.json', text}, ...more]);

function good(value: unknown): Config {
    const {config, diagnostics} = parse(JSON.stringify(value));
    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
    return config!;
}

const group = (entry: unknown, config: unknown = {}) => good({config, groups: {app: entry}}).groups[0]!;

/** The only diagnostic of a text. */
function only(text: string): Diagnostic {
    const {config, diagnostics} = parse(text);
    expect(diagnostics.length).withContext(JSON.stringify(diagnostics)).toBe(1);
    if (diagnostics[0]?.severity === 'error') expect(config).toBeNull();
    return diagnostics[0]!;
}

const onlyOf = (entry: unknown) => only(JSON.stringify({groups: {app: entry}}));

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

describe('a mistake', () => {
    const entries: [name: string, entry: unknown, code: string, words: string][] = [
        ['an unknown key', {alow: []}, 'unknown-key', 'allow'],
        ['a wildcard', {allow: [{to: '*.example.org'}]}, 'bad-domain', 'example.org'],
        ['a URL', {allow: [{to: 'https://example.org'}]}, 'bad-domain', 'URL'],
        ['a port in a domain', {allow: [{to: 'example.org:443'}]}, 'bad-domain', 'ports'],
        ['an incomplete address', {allow: [{to: '192.0.2'}]}, 'bad-address', 'four numbers'],
        ['an address among domains', {domains: ['192.0.2.1']}, 'bad-domain', 'allow'],
        ['a leading dot', {domains: ['.example.org']}, 'bad-domain', 'below'],
        ['an invisible character', {domains: ['ex\u200bample.org']}, 'bad-domain', 'invisible'],
        ['an interface in an address', {allow: [{to: 'fe80::1%eth0'}]}, 'bad-address', '%'],
        ['text behind a block', {allow: [{to: '192.0.2.0/24/5'}]}, 'bad-address', '24/5'],
        ['a range of three', {allow: [{to: '192.0.2.1-192.0.2.2-192.0.2.3'}]}, 'bad-address', '192.0.2.3'],
        ['a mixed range', {allow: [{to: '192.0.2.1-::1'}]}, 'bad-address', 'mixes'],
        ['a reversed range', {allow: [{to: '192.0.2.9-192.0.2.1'}]}, 'bad-address', 'ends before'],
        ['a prefix out of range', {allow: [{to: '192.0.2.0/33'}]}, 'bad-address', '0 to 32'],
        ['host bits', {allow: [{to: '192.0.2.1/24'}]}, 'host-bits', '192.0.2.0/24'],
        ['a port without protocol', {allow: [{to: 'any', ports: '443'}]}, 'bad-port', 'tcp/443'],
        ['a port too high', {allow: [{to: 'any', ports: 'tcp/65536'}]}, 'bad-port', '65535'],
        [
            'an unknown ICMP type',
            {allow: [{to: 'any', ports: 'icmp/echo-requst'}]},
            'bad-port',
            'echo-request',
        ],
        ['a missing to', {allow: [{ports: 'tcp/1'}]}, 'missing-key', '"to"'],
        ['an empty to', {allow: [{to: []}]}, 'empty-list', 'nothing'],
        ['a missing reference', {domains: 'nobody'}, 'missing-reference', 'nobody'],
        ['a second place for arguments', {execv: ['/bin/x', '…', '…']}, 'bad-execv', 'once'],
        ['a relative program', {execv: ['x']}, 'bad-execv', 'absolute'],
        ['arguments without a place', {execv: ['/bin/x'], args: 'any'}, 'contradiction', 'place'],
        ['firejail hardened', {execv: ['/usr/bin/firejail'], harden: 'strict'}, 'contradiction', 'firejail'],
        ['a variable that loads a module', {env: ['OPENSSL_CONF']}, 'unsafe-env', 'OPENSSL_CONF'],
        ['a variable that loads code', {env: ['LD_PRELOAD']}, 'unsafe-env', 'LD_PRELOAD'],
        ['a bad variable', {env: ['1A']}, 'bad-env', '1A'],
        ['a wrong type', {ping: 'yes'}, 'wrong-type', 'true or false'],
        ['an unknown value', {launch: 'scop'}, 'unknown-value', 'scope'],
        ['a line break in a title', {title: 'a\nb'}, 'control-character', 'line breaks'],
        ['a bad family', {families: [5]}, 'out-of-range', '4 and 6'],
        ['a separator in a rule', {rule: 'tcp dport 1; accept'}, 'raw-rule-character', '";"'],
        ['a line break in a rule', {rule: 'tcp dport 1\naccept'}, 'raw-rule-character', 'not allowed'],
        ['a comment in a rule', {rule: 'tcp dport 1 # x'}, 'raw-rule-character', '"#"'],
        ['an open quote in a rule', {rule: 'oifname "eth0'}, 'raw-rule-character', 'not allowed'],
        ['an open brace in a rule', {rule: 'tcp dport { 1'}, 'raw-rule-bracket', '"{"'],
        ['a closing brace in a rule', {rule: 'tcp dport 1 }'}, 'raw-rule-bracket', '"}"'],
        ['a verdict in a rule', {rule: 'tcp dport 1 accept'}, 'raw-rule-verdict', 'accept'],
        ['a verdict glued to a number', {rule: 'tcp dport 1accept'}, 'raw-rule-verdict', 'accept'],
        ['a verdict glued to a hex number', {rule: 'tcp dport 0x1reject'}, 'raw-rule-verdict', 'reject'],
        ['a proxy in a rule', {rule: 'tproxy to :1'}, 'raw-rule-verdict', 'tproxy'],
        ['a statement in a rule', {rule: 'update @x { ip daddr }'}, 'raw-rule-keyword', 'update'],
    ];
    for (const [name, entry, code, words] of entries)
        it(`such as ${name} is named with its place and a way out`, () => {
            const found = onlyOf(entry);
            expect(found.code).toBe(code);
            expect(formatDiagnostic(found)).toContain(words);
            expect(found.line).toBe(1);
            expect(found.path).toMatch(/^groups\.app/);
        });

    const texts: [name: string, text: string, code: string][] = [
        ['broken JSON', '{"groups": {"a": }', 'syntax'],
        ['a key twice', '{"groups": {"a": null, "a": null}}', 'duplicate-key'],
        ['one name for a user and a group', '{"users": {"a": null}, "groups": {"a": null}}', 'same-name'],
        ['a name that groupadd refuses', '{"groups": {"a b": null}}', 'bad-group-name'],
        ['an unknown section', '{"grups": {}}', 'unknown-key'],
        ['a gid range outside ours', '{"config": {"gid_range": [1000, 59999]}}', 'out-of-range'],
        ['a reversed gid range', '{"config": {"gid_range": [40000, 30000]}}', 'out-of-range'],
        ['a reserved table name', '{"config": {"table": "fwd"}}', 'bad-table-name'],
        ['inet off', '{"config": {"inet": false}}', 'no-effect'],
        ['a service from a name', '{"inbound": {"x": {"ports": "tcp/1", "from": "a.example"}}}', 'bad-from'],
        ['text that is nested without end', '['.repeat(200000), 'syntax'],
        [
            'a default rule that nobody uses',
            '{"config": {"defaults": {"rule": "a;b"}}}',
            'raw-rule-character',
        ],
        ['default domains that nobody uses', '{"config": {"defaults": {"domains": ["*.x"]}}}', 'bad-domain'],
        ['a user whom no system has', '{"users": {"a b": null}}', 'bad-user-name'],
        ['a service without ports', '{"inbound": {"x": {}}}', 'missing-key'],
        [
            'a service of a missing group',
            '{"inbound": {"x": {"ports": "any", "as": "group:y"}}}',
            'missing-reference',
        ],
        [
            'a service as no possible user',
            '{"inbound": {"x": {"ports": "any", "as": "user:a b"}}}',
            'bad-user-name',
        ],
        [
            'a line break in the name of a service',
            '{"inbound": {"a\\nb": {"ports": "any"}}}',
            'control-character',
        ],
        [
            'schemes that are none',
            '{"groups": {"a": {"execv": ["/b", "…"], "args": {"uris": ["a b"]}}}}',
            'bad-args',
        ],
        ['"any" beside other ports', '{"inbound": {"x": {"ports": ["any", "tcp/1"]}}}', 'redundant'],
        ['a service as nobody', '{"inbound": {"x": {"ports": "tcp/1", "as": "sshd"}}}', 'bad-as'],
    ];
    for (const [name, text, code] of texts)
        it(`such as ${name} is found`, () => {
            const found = parse(text).diagnostics;
            expect(found[0]?.code).toBe(code);
        });

    it('does not hide the others', () => {
        const {diagnostics} = parse('{"groups": {"a": {"ping": 1},\n "b": {"record": 2, "x": 3}}}');
        expect(diagnostics.map(({line, code}) => [line, code])).toEqual([
            [1, 'wrong-type'],
            [2, 'wrong-type'],
            [2, 'unknown-key'],
        ]);
    });

    it('in a circle of references names the circle', () => {
        const {diagnostics} = parse('{"groups": {"a": {"domains": "b"}, "b": {"domains": "a"}}}');
        expect(diagnostics.map(({code}) => code)).toEqual(['reference-cycle', 'reference-cycle']);
        expect(diagnostics[0]?.message).toContain('b → a → b');
    });

    it('in a default that many use is reported once', () => {
        const groups = {a: {domains: ['x.example']}, b: {domains: ['y.example']}};
        expect(only(JSON.stringify({config: {defaults: {rule: 'a;b'}}, groups})).code).toBe(
            'raw-rule-character',
        );
    });

    it('is printed without control characters', () => {
        const [found] = parse('{"groups": {"a\\u001b[2J": null}}').diagnostics;
        expect(formatDiagnostic(found!)).toContain('a\\u001b[2J');
    });

    it('in a shared list is reported once', () => {
        const {diagnostics} = parse('{"groups": {"a": {"domains": ["*.x"]}, "b": {"domains": "a"}}}');
        expect(diagnostics.length).toBe(1);
    });
});
