import {formatDiagnostic} from '../../../core/config/diagnostics.js';
import {only, onlyOf, parse} from './helpers.js';

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
        [
            'flatpak hardened',
            {execv: ['/usr/bin/flatpak', 'run', 'x'], harden: 'strict'},
            'contradiction',
            'flatpak',
        ],
        ['firejail hardened', {execv: ['/usr/bin/firejail'], harden: 'strict'}, 'contradiction', 'firejail'],
        [
            'firejail hardened by launch',
            {launch: 'firejail', execv: ['/x'], harden: 'userns'},
            'contradiction',
            'firejail',
        ],
        [
            'bwrap without namespaces',
            {launch: 'bwrap', execv: ['/x'], harden: 'strict'},
            'contradiction',
            'userns',
        ],
        ['a sandbox twice', {launch: 'bwrap', execv: ['/usr/bin/bwrap', 'x']}, 'contradiction', 'itself'],
        [
            'options without a sandbox',
            {launch: 'scope', execv: ['/x'], sandbox: ['--private']},
            'contradiction',
            'no sandbox',
        ],
        [
            'a network of its own',
            {launch: 'firejail', execv: ['/x'], sandbox: ['--net=eth0']},
            'bad-sandbox',
            '--net=none',
        ],
        ['the end of the options', {launch: 'bwrap', execv: ['/x'], sandbox: ['--']}, 'bad-sandbox', 'added'],
        [
            'a desktop file by path',
            {desktop: '/x/a.desktop', execv: ['/x']},
            'bad-desktop',
            'desktop file id',
        ],
        ['a shell command without one', {wrapper: true}, 'contradiction', 'execv'],
        ['a shell command that is none', {wrapper: true, execv: ['/usr/..']}, 'bad-execv', 'shell command'],
        ['a unit of another kind', {unit: 'x.timer'}, 'bad-unit', 'system service'],
        ['a unit by path', {unit: '../x.service'}, 'bad-unit', 'system service'],
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
        [
            'a verdict glued to an address',
            {rule6: 'ip6 daddr fe80::abcdaccept'},
            'raw-rule-verdict',
            'accept',
        ],
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
