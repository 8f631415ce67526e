/**
 * Text of documents as roff for man(1): the part of Markdown that docs/ is written in. What it means, groff_man(7) says.
 */

/** As roff takes it: no backslash, no leading dot or quote means a command, and a dash stays the dash that was typed. */
function escape(text: string): string {
    return text
        .replaceAll('\\', '\\e')
        .replaceAll('-', '\\-')
        .replaceAll('…', '\\[u2026]')
        .replaceAll('→', '\\(->')
        .replaceAll('²', '\\(S2')
        .replaceAll("'", '\\(aq')
        .replaceAll('^', '\\(ha')
        .replaceAll('~', '\\(ti');
}

const bold = (text: string): string => `\\fB${escape(text)}\\fP`;
const italic = (text: string): string => `\\fI${escape(text)}\\fP`;

/** What stands inside a line. A link is its words: the addresses are files of the source tree. */
const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*]+)\*|\[([^\]]+)\]\([^)]*\)|([a-z][\w.-]*)\(([1-8])\)/g;

/** One paragraph, on one line. */
export function inline(text: string): string {
    let [rendered, end] = ['', 0];
    for (const match of text.matchAll(INLINE)) {
        const [whole, code, strong, emphasis, link, page, section] = match;
        rendered += escape(text.slice(end, match.index));
        if (code !== undefined || strong !== undefined) rendered += bold((code ?? strong)!);
        else if (emphasis !== undefined) rendered += italic(emphasis);
        else if (link !== undefined) rendered += inline(link);
        else rendered += `${bold(page!)}(${section})`;
        end = match.index + whole.length;
    }
    // A line that begins with a dot would be a command.
    return (rendered + escape(text.slice(end))).replace(/^\./, '\\&.');
}

/** An entry of a list: what it is about, and paragraphs about it. */
export const entry = (tag: string, ...paragraphs: readonly string[]): string =>
    ['.TP', tag, paragraphs.map(inline).join('\n.IP\n')].join('\n');

const example = (lines: readonly string[]): string =>
    ['.PP', '.RS 4', '.nf', ...lines.map(line => escape(line).replace(/^\./, '\\&.')), '.fi', '.RE'].join(
        '\n',
    );

/** Cells of a line of a table; `\|` is no border. */
const cells = (line: string): string[] =>
    line
        .replace(/^\||\|$/g, '')
        .split(/(?<!\\)\|/)
        .map(cell => cell.trim().replaceAll('\\|', '|'));

/** A table as a list of entries: the first cell is what the others are about. */
const tableOf = (lines: readonly string[]): string =>
    lines
        .slice(2)
        .map(cells)
        .map(([tag = '', ...rest]) => entry(inline(tag), rest.filter(Boolean).join('. ')))
        .join('\n');

/** The heading of a section. */
export const section = (title: string): string => `.SH ${escape(title)}`;

function blockOf(lines: readonly string[]): string {
    const [first = ''] = lines;
    const heading = /^(#+) (.*)$/.exec(first);
    if (heading) {
        const [, marks, title] = heading;
        return marks!.length < 3 ? section(title!.toUpperCase()) : `.SS ${escape(title!)}`;
    }
    if (first.startsWith('    ')) return example(lines.map(line => line.slice(4)));
    if (first.startsWith('|')) return tableOf(lines);
    if (first.startsWith('- '))
        return lines
            .join('\n')
            .split(/^- /m)
            .slice(1)
            .map(item => `.IP \\(bu 2\n${inline(item.trim().replace(/\s*\n\s*/g, ' '))}`)
            .join('\n');
    return `.PP\n${inline(lines.join(' '))}`;
}

/** Blocks are what blank lines part. */
export const body = (markdown: string): string =>
    markdown
        .split(/\n{2,}/)
        .map(block => block.replace(/^\n+|\s+$/g, ''))
        .filter(Boolean)
        .map(block => blockOf(block.split('\n')))
        .join('\n');

/** Whose page it is. */
export interface Title {
    readonly name: string;
    readonly section: number;
    readonly summary: string;
}

/** A whole page. @param text roff, from the heading of its first section on */
export const page = ({name, section: number, summary}: Title, version: string, text: string): string =>
    [
        `.TH ${escape(name.toUpperCase())} ${number} "" "Galaf ${version}" "Galaf"`,
        section('NAME'),
        `${escape(name)} \\- ${escape(summary)}`,
        text,
        '',
    ].join('\n');
