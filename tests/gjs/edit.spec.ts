/** Edits leave alone what they are not about. */
import {addGroup, renameGroup} from '../../helper/edit.js';

const MAIN = '/etc/galaf/galaf.json';
const DROP_IN = '/etc/galaf/galaf.d/site.json';
const main = (text: string) => [{name: MAIN, text}];

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

describe('adding a group', () => {
    it('keeps comments and order', () => {
        const [{text} = {text: ''}] = addGroup(main(TEXT), 'mail', '{"title": "Mail"}');
        expect(text).toContain('// mine');
        expect(text).toContain('/* kept */');
        expect(text.indexOf('"twin"')).toBeLessThan(text.indexOf('"mail"'));
    });

    it('works in an empty configuration', () => {
        const [{text} = {text: ''}] = addGroup(main('{}\n'), 'mail', '{}');
        expect(JSON.parse(text)).toEqual({groups: {mail: {}}});
    });

    it('refuses a name that is taken, in a drop-in too', () => {
        const sources = [...main('{}'), {name: DROP_IN, text: '{"groups": {"mail": {}}}'}];
        expect(() => addGroup(sources, 'mail', '{}')).toThrowError('"mail" exists already');
    });

    it('refuses what is not JSON', () => {
        expect(() => addGroup(main('{}'), 'mail', '{')).toThrowError(/not JSON/);
    });
});

describe('renaming a group', () => {
    it('follows every reference and touches nothing else', () => {
        const [{text} = {text: ''}] = renameGroup(main(TEXT), 'web', 'browser');
        expect(text).toBe(
            TEXT.replace('"web": {', '"browser": {')
                .replace('"domains": "web"', '"domains": "browser"')
                .replace('group:web', 'group:browser'),
        );
    });

    it('finds it in the drop-in that defines it', () => {
        const sources = [...main('{}'), {name: DROP_IN, text: '{"groups": {"mail": {}}}'}];
        const [first, second] = renameGroup(sources, 'mail', 'post');
        expect(first?.text).toBe('{}');
        expect(second?.text).toBe('{"groups": {"post": {}}}');
    });

    it('refuses unknown and taken names', () => {
        expect(() => renameGroup(main(TEXT), 'nobody', 'x')).toThrowError('no app group "nobody"');
        expect(() => renameGroup(main(TEXT), 'web', 'twin')).toThrowError('"twin" exists already');
    });
});
