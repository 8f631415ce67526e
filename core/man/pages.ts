/** The man pages. What one says is written once: in the schema, or in a file of docs/. */
import {HEAD, SECTIONS} from '../config/reference.js';
import type {Field, Fields} from '../config/schema.js';
import {body, entry, inline, page, section, type Title} from './roff.js';

/** The first heading of a document is its title, which a man page has elsewhere. */
const withoutTitle = (markdown: string): string => markdown.replace(/^# .*\n/, '');

function fieldEntry(key: string, {type, text, fallback, classic}: Field): string {
    const what = `${inline(`\`${key}\``)}${classic ? inline(' ²') : ''} (${inline(type)})`;
    const otherwise = fallback === undefined ? [] : [`Default: ${fallback}`];
    return entry(what, [text, ...otherwise].join(text.endsWith('.') ? ' ' : '. '));
}

const fieldsOf = (fields: Fields): string =>
    Object.entries(fields)
        .map(([key, field]) => fieldEntry(key, field))
        .join('\n');

function configuration(): string {
    const sections = SECTIONS.map(([title, text, fields]) =>
        [
            section(title.replaceAll('`', '')),
            ...(text ? [`.PP\n${inline(text)}`] : []),
            fieldsOf(fields),
        ].join('\n'),
    );
    const description = withoutTitle(HEAD).replace(/<!--[^]*?-->/, '');
    const seeAlso = body('## SEE ALSO\n\ngalafctl(1), galaf(1), galaf-helper(8)');
    return [section('DESCRIPTION'), body(description), ...sections, seeAlso].join('\n');
}

/** `docs/galafctl.md` begins with its synopsis. */
function galafctl(markdown: string): string {
    const seeAlso = '\n\n## SEE ALSO\n\ngalaf(1), galaf.json(5), galaf-helper(8)';
    const [, synopsis = '', rest = ''] = /^\s*( {4}.*\n)([^]*)$/.exec(withoutTitle(markdown)) ?? [];
    return body(`## SYNOPSIS\n\n${synopsis}\n## DESCRIPTION\n${rest}${seeAlso}`);
}

/** Files that pages are made of; `read` gives the text of one. Pages by file name. */
export function renderPages(read: (path: string) => string, version: string): Map<string, string> {
    const pages: readonly (readonly [Title, string])[] = [
        [
            {name: 'galaf', section: 1, summary: 'start the program of an app group'},
            body(withoutTitle(read('docs/man/galaf.1.md'))),
        ],
        [
            {name: 'galafctl', section: 1, summary: 'control an application firewall'},
            galafctl(read('docs/galafctl.md')),
        ],
        [
            {name: 'galaf-prefs', section: 1, summary: 'edit the policies of an application firewall'},
            body(withoutTitle(read('docs/man/galaf-prefs.1.md'))),
        ],
        [
            {name: 'galaf.json', section: 5, summary: 'what each application may reach on the network'},
            configuration(),
        ],
        [
            {name: 'galaf-helper', section: 8, summary: 'apply the policies of an application firewall'},
            body(withoutTitle(read('docs/man/galaf-helper.8.md'))),
        ],
    ];
    return new Map(
        pages.map(([title, text]) => [`${title.name}.${title.section}`, page(title, version, text)]),
    );
}
