/** The 2022 format becomes `allow` and means the same. */
import {importClassic} from '../../../core/config/import.js';
import {mergeSources} from '../../../core/config/editing/merge.js';
import {diffInWords} from '../../../core/policy/diff.js';
import {parse} from './helpers.js';

function imported(value: unknown) {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const result = importClassic([{name: 'galaf.json', text}]);
    const [before, after] = [parse(text), parse(result.text)];
    expect(after.diagnostics.filter(({severity}) => severity === 'error')).toEqual([]);
    expect(diffInWords(before.config, after.config!)).toEqual([]);
    return {...result, value: JSON.parse(result.text) as Record<string, unknown>};
}

describe('import', () => {
    it('turns domains and ports into allow', () => {
        expect(
            imported({
                groups: {
                    mail: {domains: ['a.example', 'b.example'], rule: 'tcp dport { 465, 993 }', title: 'M'},
                },
            }).value,
        ).toEqual({
            groups: {
                mail: {title: 'M', allow: [{to: ['a.example', 'b.example'], ports: ['tcp/465', 'tcp/993']}]},
            },
        });
        expect(imported({groups: {all: {rule: ''}, none: {}, null: null}}).value).toEqual({
            groups: {all: {allow: [{to: 'any'}]}, none: {}, null: null},
        });
    });

    it('copies shared lists and defaults, and says so', () => {
        const result = imported({
            config: {inet: true, defaults: {families: [4], domains: 'mail', rule: 'tcp dport 443'}},
            groups: {mail: {domains: ['a.example']}, twin: {domains: 'mail', rule: 'udp dport 1'}, rest: {}},
        });
        expect(result.value).toEqual({
            config: {defaults: {families: [4]}},
            groups: {
                mail: {allow: [{to: ['a.example'], ports: ['tcp/443']}]},
                twin: {allow: [{to: ['a.example'], ports: ['udp/1']}]},
                rest: {allow: [{to: ['a.example'], ports: ['tcp/443']}]},
            },
        });
        expect(result.notes).toContain(
            'groups.twin: domains, rule became allow, with a copy of the domains of mail',
        );
        expect(result.notes).toContain('config.inet: removed, it has no effect');
    });

    it('keeps rules that say more, and gives them what they shared', () => {
        const rule = 'ip daddr 192.0.2.255 udp dport 9434';
        const result = imported({groups: {a: {domains: ['a.example']}, b: {domains: 'a', rule}}});
        expect(result.value).toEqual({
            groups: {a: {allow: [{to: ['a.example']}]}, b: {domains: ['a.example'], rule}},
        });
        expect(result.notes).toContain('groups.b: keeps its rule, which says more than ports');
    });

    it('tells families apart', () => {
        expect(
            imported({groups: {a: {domains: ['a.example'], rule: 'tcp dport 1', rule6: 'tcp dport 2'}}})
                .value,
        ).toEqual({
            groups: {
                a: {
                    allow: [
                        {to: ['a.example'], ports: ['tcp/1'], families: [4]},
                        {to: ['a.example'], ports: ['tcp/2'], families: [6]},
                    ],
                },
            },
        });
    });

    it('keeps an entry that allows nothing that way, and one in the new format as it is', () => {
        expect(imported({groups: {a: {domains: [], rule: ''}}}).value).toEqual({groups: {a: {allow: []}}});
        const text = '{\n  // mine\n  "groups": {"a": {"allow": [{"to": "a.example"}]}}\n}\n';
        expect(importClassic([{name: 'x', text}])).toEqual({text, notes: []});
    });

    it('refuses what cannot be read', () => {
        expect(() => importClassic([{name: 'x.json', text: '{"groups": {"a": {"rule": 7}}}'}])).toThrowError(
            /^x.json:1:27: error: expected a string.*\(groups.a.rule\)/,
        );
    });
});

describe('merging files', () => {
    it('adds the entries of drop-ins to the main file', () => {
        const main = {name: 'galaf.json', text: '{"groups": {"a": {} /* a */}}'};
        const site = {name: 'site.json', text: '{"groups": {"b": null}, "base": {"mdns": true}, "#": "x"}'};
        expect(mergeSources([main, site]).text).toContain('{"a": {}, /* a */ "b": null}');
        expect(mergeSources([main, site]).text).toContain('"mdns": true');
        expect(mergeSources([main])).toEqual(main);
    });
});
