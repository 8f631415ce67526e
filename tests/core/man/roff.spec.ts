/** Man pages say what the documents say. */
import {GROUP, SETTINGS} from '../../../core/config/schema.js';
import {renderPages} from '../../../core/man/pages.js';
import {body, inline, page} from '../../../core/man/roff.js';

describe('roff', () => {
    it('keeps signs that mean something to it', () => {
        expect(inline("a\\b it's x-y ~ ^ …")).toBe('a\\eb it\\(aqs x\\-y \\(ti \\(ha \\[u2026]');
        expect(inline('.so /etc/passwd')).toBe('\\&.so /etc/passwd');
        expect(body("    'quote\n    .dot")).toContain('\\(aqquote\n\\&.dot');
    });

    it('shows what is typed and what is meant', () => {
        expect(inline('run `galafctl a-b`, *now*, **really**')).toBe(
            'run \\fBgalafctl a\\-b\\fP, \\fInow\\fP, \\fBreally\\fP',
        );
        expect(inline('see [the *helper*](dbus.md) and nft(8)')).toBe(
            'see the \\fIhelper\\fP and \\fBnft\\fP(8)',
        );
    });

    it('has headings, paragraphs, examples and lists', () => {
        expect(body('## Exit codes\n\nOne\nline.\n\n    x\n      y\n\n- a\n  b\n- c\n').split('\n')).toEqual([
            ...['.SH EXIT CODES', '.PP', 'One line.', '.PP', '.RS 4', '.nf', 'x', '  y', '.fi', '.RE'],
            ...['.IP \\(bu 2', 'a b', '.IP \\(bu 2', 'c'],
        ]);
    });

    it('makes entries of tables', () => {
        expect(body('| Code | Meaning |\n| --- | --- |\n| 1 | one \\| two |\n| `x` | |').split('\n')).toEqual(
            [...['.TP', '1', 'one | two', '.TP', '\\fBx\\fP', '']],
        );
    });

    it('has a title', () => {
        expect(page({name: 'a-b', section: 8, summary: 'does it'}, '1.0', '.PP\nx')).toBe(
            '.TH A\\-B 8 "" "Galaf 1.0" "Galaf"\n.SH NAME\na\\-b \\- does it\n.PP\nx\n',
        );
    });
});

describe('the man pages', () => {
    const document = '# Title\n\n    cmd WORD\n\nThe first paragraph.\n';
    const pages = renderPages(() => document, '1.0');

    it('are five', () => {
        expect([...pages.keys()]).toEqual([
            'galaf.1',
            'galafctl.1',
            'galaf-prefs.1',
            'galaf.json.5',
            'galaf-helper.8',
        ]);
    });

    it('have every key of galaf.json', () => {
        for (const [key, {text}] of Object.entries({...GROUP, ...SETTINGS})) {
            expect(pages.get('galaf.json.5'))
                .withContext(key)
                .toContain(inline(`\`${key}\``));
            expect(pages.get('galaf.json.5')).withContext(key).toContain(inline(text));
        }
    });

    it('begin with the synopsis', () => {
        expect(pages.get('galafctl.1')).toMatch(
            /\.SH SYNOPSIS\n.*\n.*\n\.nf\ncmd WORD\n.fi\n.RE\n\.SH DESCRIPTION\n\.PP\nThe first/,
        );
        for (const text of pages.values()) expect(text).not.toMatch(/Title|<!--|^#/m);
    });
});
