/** Desktop entries and D-Bus service files: groups of `key=value` lines. What is not touched keeps its bytes. */

/** One group, `[name]` and its lines; the lines before the first group have the name ''. */
export interface Section {
    readonly name: string;
    readonly lines: readonly string[];
}

const keyOf = (line: string): string => (/^\s*[#[]/.test(line) ? '' : (line.split('=', 1)[0] ?? '').trim());

export function parseSections(text: string): Section[] {
    const sections: {name: string; lines: string[]}[] = [{name: '', lines: []}];
    for (const line of text.replace(/\r/g, '').replace(/\n+$/, '').split('\n')) {
        const header = /^\[([^\]]*)\]\s*$/.exec(line);
        if (header) sections.push({name: header[1] ?? '', lines: []});
        else sections.at(-1)!.lines.push(line);
    }
    return sections;
}

export function formatSections(sections: readonly Section[]): string {
    return sections
        .flatMap(({name, lines}) => (name ? [`[${name}]`, ...lines] : lines.filter(Boolean)))
        .map(line => `${line}\n`)
        .join('');
}

/** The value of a key; the first counts, as in GLib's key files it is an error to have two. */
export function valueOf(section: Section | undefined, key: string): string | null {
    const line = section?.lines.find(candidate => keyOf(candidate) === key);
    return line === undefined ? null : line.slice(line.indexOf('=') + 1).trim();
}

/** What the last of several files says of a key in a section; empty when none does. */
export const lastValue = (texts: readonly string[], section: string, key: string): string =>
    texts
        .flatMap(text => parseSections(text).filter(({name}) => name === section))
        .flatMap(found => valueOf(found, key) ?? [])
        .at(-1) ?? '';

/** Replaces keys where they stand, adds new ones before trailing blank lines; null takes a key out. */
export function withKeys(section: Section, changes: Readonly<Record<string, string | null>>): Section {
    const lines: string[] = [];
    const seen = new Set<string>();
    for (const line of section.lines) {
        const key = keyOf(line);
        const change = Object.hasOwn(changes, key) ? changes[key] : undefined;
        if (change === undefined) lines.push(line);
        else if (change !== null && !seen.has(key)) lines.push(`${key}=${change}`);
        seen.add(key);
    }
    let end = lines.length;
    while (end > 0 && lines[end - 1] === '') end--;
    const added = Object.entries(changes).flatMap(([key, value]) =>
        value !== null && !seen.has(key) ? [`${key}=${value}`] : [],
    );
    return {...section, lines: [...lines.slice(0, end), ...added, ...lines.slice(end)]};
}

const ESCAPES: Readonly<Record<string, string>> = {s: ' ', n: '\n', t: '\t', r: '\r', '\\': '\\'};

/** Words of an `Exec` value: escapes of strings first, then quoting (Desktop Entry Specification, "The Exec key"). */
export function splitExec(value: string): string[] {
    const text = value.replace(/\\([sntr\\])/g, (_, letter: string) => ESCAPES[letter] ?? '');
    const words: string[] = [];
    for (const match of text.matchAll(/((?:"(?:\\.|[^"\\])*"|[^\s"])+)/g))
        words.push(
            (match[1] ?? '').replace(/"((?:\\.|[^"\\])*)"/g, (_, inner: string) =>
                inner.replace(/\\(.)/g, '$1'),
            ),
        );
    return words;
}
