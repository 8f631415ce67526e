/**
 * FNV-1a, 64 bits (draft-eastlake-fnv), cut to 12 hexadecimal digits: names for chains and sets that stay the same
 * as long as their content does. Not a defence against chosen input: whoever uses it compares the contents.
 */
export function shortHash(text: string): string {
    let high = 0xcbf29ce4;
    let low = 0x84222325;
    for (let i = 0; i < text.length; i++) {
        // The names hashed here are ASCII; any other character counts as one 16-bit step.
        low = (low ^ text.charCodeAt(i)) >>> 0;
        // Times 2^40 + 0x1b3, in halves that stay below 2^53.
        const product = low * 0x1b3;
        high = (high * 0x1b3 + Math.floor(product / 0x100000000) + low * 0x100) >>> 0;
        low = product >>> 0;
    }
    return (hex(high) + hex(low)).slice(0, 12);
}

const hex = (value: number) => value.toString(16).padStart(8, '0');
