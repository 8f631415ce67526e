/** JSON as people write it: short values on one line, long ones broken up. */

/** Widest line that a value is put on in one piece. */
export const WIDTH = 100;

/** `{"to": "example.org", "ports": ["tcp/443"]}`: spaces after colons and commas, none inside the brackets. */
function inline(value: unknown): string {
    if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const members = Object.entries(value).filter(([, inner]) => inner !== undefined);
    return `{${members.map(([key, inner]) => `${JSON.stringify(key)}: ${inline(inner)}`).join(', ')}}`;
}

/**
 * Text of a value whose first character stands somewhere on a line that is indented by `indent`.
 *
 * @param unit one step of indentation
 */
export function printValue(value: unknown, indent: string, unit: string, eol: string): string {
    const short = inline(value);
    const plain = typeof value !== 'object' || value === null;
    if (plain || indent.length + short.length <= WIDTH) return short;
    const inner = indent + unit;
    const items = Array.isArray(value)
        ? value.map(item => printValue(item, inner, unit, eol))
        : Object.entries(value)
              .filter(([, item]) => item !== undefined)
              .map(([key, item]) => `${JSON.stringify(key)}: ${printValue(item, inner, unit, eol)}`);
    const [open, close] = Array.isArray(value) ? '[]' : '{}';
    return `${open}${eol}${items.map(item => inner + item).join(`,${eol}`)}${eol}${indent}${close}`;
}
