/** Edits leave alone what they are not about. */
import {applyEdits, type Edit, EditError, readEdits} from '../../../core/config/edit.js';
import {parseConfig} from '../../../core/config/parse.js';

const MAIN = 'galaf.json';
const SITE = 'galaf.d/site.json';
const main = (text: string) => [{name: MAIN, text}];
const edited = (text: string, ...edits: Edit[]) => applyEdits(main(text), edits)[0]!.text;

const TEXT = `// mine
{
    "groups": {
        // for the web
        "web": {"domains": ["www.example.org"], "rule": "tcp dport 80"}, /* kept */
        "twin": {"domains": "web", "rule": "tcp dport 443"},
    },
    "inbound": {"ssh": {"ports": "tcp/22", "from": "lan", "as": "group:web"}},
}
`;

/** Code and text of the error that some edits end with. */
function refusal(text: string, ...edits: Edit[]): string {
    try {
        edited(text, ...edits);
    } catch (error) {
        if (error instanceof EditError) return `${error.code}: ${error.message}`;
        throw error;
    }
    return 'none';
}

describe('adding a group', () => {
    const mail: Edit = {verb: 'add-group', group: 'mail', entry: {title: 'Mail'}};

    it('keeps comments, order, indentation and trailing commas', () => {
        expect(edited(TEXT, mail)).toBe(
            TEXT.replace('443"},\n', '443"},\n        "mail": {"title": "Mail"},\n'),
        );
    });

    it('leaves the comments at the end of an object to what they are about', () => {
        expect(edited('{\n\t"groups": {\n\t\t"a": {} // the first\n\t}\n}', mail)).toBe(
            '{\n\t"groups": {\n\t\t"a": {}, // the first\n\t\t"mail": {"title": "Mail"}\n\t}\n}',
        );
    });

    it('begins what is not there yet', () => {
        expect(edited('{}\n', mail)).toBe('{\n    "groups": {"mail": {"title": "Mail"}}\n}\n');
        expect(edited('', mail)).toBe('{\n    "groups": {"mail": {"title": "Mail"}}\n}\n');
        expect(edited('// soon\n', mail)).toContain('// soon\n{');
        expect(edited('{"groups": null}', mail)).toBe('{"groups": {"mail": {"title": "Mail"}}}');
        expect(applyEdits([], [mail])[0]!.name).toBe(MAIN);
    });

    it('breaks long entries into lines', () => {
        const entry = {title: 'x'.repeat(60), allow: [{to: 'a.example', ports: 'tcp/1'}], env: ['LANG']};
        const text = edited('{\n  "groups": {\n  }\n}\n', {verb: 'add-group', group: 'g', entry});
        expect(text).toContain('    "g": {\n      "title": "xx');
        expect(text).toContain('\n      "allow": [{"to": "a.example", "ports": "tcp/1"}],\n');
    });

    it('writes the line ends of the file', () => {
        expect(edited('{\r\n  "groups": {\r\n    "a": {}\r\n  }\r\n}\r\n', mail)).toContain(
            '"a": {},\r\n    "mail"',
        );
    });

    it('refuses a name that is taken, in a drop-in too', () => {
        const sources = [...main('{}'), {name: SITE, text: '{"users": {"mail": {}}}'}];
        expect(() => applyEdits(sources, [mail])).toThrowError('"mail" exists already');
    });

    it('refuses a file that cannot be read', () => {
        expect(refusal('{"groups": ', mail)).toContain('invalid: galaf.json is not a JSON object');
        expect(refusal('[]', mail)).toContain('invalid');
        expect(refusal('['.repeat(20000), mail)).toContain('invalid');
    });
});

describe('renaming a group', () => {
    it('follows every reference and touches nothing else', () => {
        expect(edited(TEXT, {verb: 'rename-group', group: 'web', to: 'browser'})).toBe(
            TEXT.replace('"web": {', '"browser": {')
                .replace('"domains": "web"', '"domains": "browser"')
                .replace('group:web', 'group:browser'),
        );
    });

    it('follows references into other files, users and defaults', () => {
        const sources = [
            ...main('{"config": {"defaults": {"domains": "mail"}}, "users": {"u": {"domains": "mail"}}}'),
            {name: SITE, text: '{"groups": {"mail": {"domains": ["a.example"]}}}'},
        ];
        const [first, second] = applyEdits(sources, [{verb: 'rename-group', group: 'mail', to: 'post'}]);
        expect(first?.text).not.toContain('mail');
        expect(second?.text).toBe('{"groups": {"post": {"domains": ["a.example"]}}}');
    });

    it('refuses unknown and taken names', () => {
        expect(refusal(TEXT, {verb: 'rename-group', group: 'nobody', to: 'x'})).toBe(
            'not-found: no app group "nobody"',
        );
        expect(refusal(TEXT, {verb: 'rename-group', group: 'web', to: 'twin'})).toContain('conflict');
        expect(edited(TEXT, {verb: 'rename-group', group: 'web', to: 'web'})).toBe(TEXT);
    });
});

describe('removing a group', () => {
    it('takes its line and leaves the comments of others', () => {
        expect(edited(TEXT, {verb: 'remove-group', group: 'twin'})).toBe(
            TEXT.replace('        "twin": {"domains": "web", "rule": "tcp dport 443"},\n', ''),
        );
    });

    it('takes the comma before the last entry along', () => {
        expect(edited('{"groups": {"a": {}, "b": {}}}', {verb: 'remove-group', group: 'b'})).toBe(
            '{"groups": {"a": {}}}',
        );
        expect(edited('{"groups": { "a": {} }}', {verb: 'remove-group', group: 'a'})).toBe('{"groups": {}}');
    });

    it('leaves its domains to those that share them', () => {
        const text = `{"groups": {"a": {"domains": ["x.example" /* x */]}, "b": {"domains": "a"}, "c": {"domains": "a"}}}`;
        expect(edited(text, {verb: 'remove-group', group: 'a'})).toBe(
            '{"groups": {"b": {"domains": ["x.example" /* x */]}, "c": {"domains": "b"}}}',
        );
    });

    it('refuses while an inbound service belongs to it', () => {
        expect(refusal(TEXT, {verb: 'remove-group', group: 'web'})).toContain('the inbound service "ssh"');
    });
});

describe('changing a key', () => {
    const set = (key: string, value: unknown): Edit => ({verb: 'set-group', group: 'g', key, value});

    it('sets, replaces and removes', () => {
        expect(edited('{"groups": {"g": {}}}', set('title', 'G'))).toBe('{"groups": {"g": {"title": "G"}}}');
        expect(edited('{"groups": {"g": {"title": "a"}}}', set('title', 'G'))).toContain('{"title": "G"}');
        expect(edited('{"groups": {"g": {"title": "a"}}}', set('title', null))).toContain('"g": {}');
        expect(edited('{"groups": {"g": {}}}', set('title', null))).toBe('{"groups": {"g": {}}}');
    });

    it('gives a group that was null no default domains', () => {
        const text = edited(
            '{"config": {"defaults": {"domains": ["a.example"]}}, "groups": {"g": null}}',
            set('title', 'G'),
        );
        expect(parseConfig(main(text)).config!.groups[0]!.grants).toEqual([]);
    });

    it('sets any place by its path', () => {
        const text = '{"config": {"dns": "all"}, "users": {"a.b": {}}}';
        expect(edited(text, {verb: 'set', path: 'config.dns', value: 'listed'})).toContain('"dns": "listed"');
        expect(edited(text, {verb: 'set', path: 'config.dns', value: null})).toContain('"config": {}');
        expect(edited(text, {verb: 'set', path: ['users', 'a.b', 'ping'], value: true})).toContain(
            '"ping": true',
        );
        expect(
            edited('{"groups": {"g": {"env": ["A", "B"]}}}', {
                verb: 'set',
                path: 'groups.g.env[0]',
                value: null,
            }),
        ).toContain('["B"]');
        expect(refusal(text, {verb: 'set', path: 'config.marks', value: null})).toContain('not-found');
        expect(refusal(text, {verb: 'set', path: '', value: 1})).toContain('invalid');
    });
});

describe('edits from another process', () => {
    it('are read', () => {
        const edits: Edit[] = [
            {verb: 'add-group', group: 'g', entry: null},
            {verb: 'set', path: ['a', 0], value: null},
            {verb: 'remove-endpoint', subject: 'g', endpoint: {to: 'a.example'}},
        ];
        expect(readEdits(JSON.stringify(edits))).toEqual(edits);
    });

    it('are refused when they are none', () => {
        for (const text of [
            '',
            '{}',
            '[{}]',
            '[null]',
            '[{"verb": "toString"}]',
            '[{"verb": "add-group"}]',
            '[{"verb": "remove-group", "group": 7}]',
            '[{"verb": "remove-group", "group": "g", "x": 1}]',
            '[{"verb": "set", "path": [], "value": 1}]',
            '[{"verb": "add-endpoint", "subject": "g", "endpoint": 1}]',
        ])
            expect(() => readEdits(text))
                .withContext(text)
                .toThrowMatching(error => error instanceof EditError && error.code === 'invalid');
    });
});
