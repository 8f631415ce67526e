/** Building blocks of nft text. */

/** nft's limit for comments, in bytes (NFTNL_UDATA_COMMENT_MAXLEN, ending zero included). */
const COMMENT_BYTES = 127;

export interface Chain {
    readonly name: string;
    /** Type, hook, priority and policy of a base chain. */
    readonly hook?: string;
    readonly comment?: string;
    readonly rules: readonly string[];
}

function utf8Length(codePoint: number): number {
    return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
}

/**
 * Free text as a quoted nft string. nft knows no escapes inside quotes, so whatever could end or spoil the string is
 * replaced, and the rest is cut between characters.
 */
export function quote(text: string): string {
    let bytes = 0;
    let result = '';
    for (const character of text) {
        const codePoint = character.codePointAt(0)!;
        const lone = codePoint >= 0xd800 && codePoint <= 0xdfff;
        const control = codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0);
        const line = codePoint === 0x2028 || codePoint === 0x2029;
        const safe = lone || control || line ? ' ' : character === '"' ? "'" : character;
        bytes += utf8Length(safe.codePointAt(0)!);
        if (bytes > COMMENT_BYTES) break;
        result += safe;
    }
    return `"${result}"`;
}

/** A chain inside a `table` block. */
export function renderChain({name, hook, comment, rules}: Chain): string {
    const lines = [...(hook ? [hook] : []), ...(comment ? [`comment ${quote(comment)}`] : []), ...rules];
    return `    chain ${name} {\n${lines.map(line => `        ${line}\n`).join('')}    }\n`;
}

/** A set or map inside a `table` block; each property on its own line. */
export function renderObject(kind: 'set' | 'map', name: string, properties: readonly string[]): string {
    return `    ${kind} ${name} {\n${properties.map(line => `        ${line}\n`).join('')}    }\n`;
}

/** One `add element` for all elements, one per line; nothing for none. */
export function addElements(table: string, name: string, elements: readonly string[]): string {
    if (!elements.length) return '';
    return `add element inet ${table} ${name} {\n${elements.map(element => `    ${element}`).join(',\n')}\n}\n`;
}

/** One value plainly, several as an anonymous set. */
export function oneOf(values: readonly (string | number)[]): string {
    return values.length === 1 ? String(values[0]) : `{ ${values.join(', ')} }`;
}

export function hex(mark: number): string {
    return `0x${mark.toString(16).padStart(8, '0')}`;
}

/** The last line of defence: text that parsing let through must not be able to leave its rule. */
export function inRule(text: string): string {
    if (/[;#\u0000-\u001f\u007f]/.test(text))
        throw new Error(`unsafe text in a rule: ${JSON.stringify(text)}`);
    return text;
}
