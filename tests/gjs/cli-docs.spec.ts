/** docs/galafctl.md, which the man page is made of, tells of every verb and option, and of no other. */
import Gio from 'gi://Gio';
import {VERBS} from '../../cli/commands/index.js';
import {EXIT} from '../../cli/output.js';

const file = import.meta.url.replace(/\/dist\/.*/, '/docs/galafctl.md');
const text = new TextDecoder()
    .decode(Gio.File.new_for_uri(file).load_contents(null)[1])
    .replaceAll('\\|', '|');
/** First cells of all tables. */
const heads = [...text.matchAll(/^\| (.*?[^|]) \| /gm)].map(([, head]) => head!);

describe('docs/galafctl.md', () => {
    it('has every verb, with all of its options', () => {
        for (const {name, options = {}} of VERBS) {
            const lines = text.split('\n').filter(line => new RegExp(`^\\| \`${name}[ \`]`).test(line));
            expect(lines.length).withContext(name).toBeGreaterThan(0);
            for (const option of Object.keys(options))
                expect(
                    lines.some(line => line.includes(option) || (name === 'deny' && text.includes(option))),
                )
                    .withContext(`${name} ${option}`)
                    .toBeTrue();
        }
    });

    it('has no other verb', () => {
        const known = VERBS.map(({name}) => name);
        const named = heads.flatMap(head =>
            [...head.matchAll(/`([a-z]+(?: [a-z]+)?)/g)].map(([, words]) => words!),
        );
        expect(named.length).toBeGreaterThan(25);
        for (const words of named)
            expect(known.includes(words) || known.includes(words.split(' ')[0]!))
                .withContext(words)
                .toBeTrue();
    });

    it('has every exit code', () => {
        for (const code of Object.values(EXIT)) expect(heads).toContain(String(code));
    });
});
