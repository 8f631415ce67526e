/** A cursor over one JSON value that knows where it was written and collects what is wrong with it. */
import type {Node} from 'jsonc-parser';
import {nearest} from './nearest.js';
import type {Diagnostic, Origin} from './types.js';

/** Turns offsets into lines and columns; both count from 1. */
export class TextPositions {
    readonly #starts: number[] = [0];

    constructor(text: string) {
        for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
    }

    at(offset: number): {line: number; column: number} {
        let low = 0;
        let high = this.#starts.length - 1;
        while (low < high) {
            const middle = (low + high + 1) >> 1;
            if (this.#starts[middle]! <= offset) low = middle;
            else high = middle - 1;
        }
        return {line: low + 1, column: offset - this.#starts[low]! + 1};
    }
}

/** What a whole file shares: its name, its positions, and the list that all findings go to. */
export interface FileContext {
    readonly file: string;
    readonly positions: TextPositions;
    readonly diagnostics: Diagnostic[];
    /** Shared values (defaults, lists of other entries) are read by each user; what is wrong in them counts once. */
    readonly reported: Set<string>;
}

const KINDS: Readonly<Partial<Record<Node['type'], string>>> = {
    object: 'an object',
    array: 'an array',
    string: 'a string',
    number: 'a number',
    boolean: 'a boolean',
    null: 'a null',
};
const describe = (node: Node): string => KINDS[node.type] ?? node.type;

export class Value {
    constructor(
        readonly context: FileContext,
        readonly node: Node,
        readonly path: string,
    ) {}

    get origin(): Origin {
        const {file, positions} = this.context;
        return {file, ...positions.at(this.node.offset), path: this.path};
    }

    get isNull(): boolean {
        return this.node.type === 'null';
    }

    get isString(): boolean {
        return this.node.type === 'string';
    }

    get isArray(): boolean {
        return this.node.type === 'array';
    }

    error(code: string, message: string, hint?: string): null {
        this.#report('error', code, message, hint);
        return null;
    }

    warning(code: string, message: string, hint?: string): void {
        this.#report('warning', code, message, hint);
    }

    #report(severity: 'error' | 'warning', code: string, message: string, hint?: string): void {
        const key = `${this.node.offset} ${code} ${message}`;
        if (this.context.reported.has(key)) return;
        this.context.reported.add(key);
        this.context.diagnostics.push({...this.origin, severity, code, message, ...(hint ? {hint} : {})});
    }

    #wrongType(wanted: string): null {
        return this.error('wrong-type', `expected ${wanted}, found ${describe(this.node)}`);
    }

    boolean(): boolean | null {
        return this.node.type === 'boolean' ? (this.node.value as boolean) : this.#wrongType('true or false');
    }

    /** Any text without control characters; they would end up in files where a line break has a meaning. */
    string(): string | null {
        if (this.node.type !== 'string') return this.#wrongType('a string');
        const text = this.node.value as string;

        if (/[\u0000-\u001f\u007f]/.test(text))
            return this.error(
                'control-character',
                'control characters such as line breaks are not allowed here',
            );
        return text;
    }

    integer(minimum: number, maximum: number): number | null {
        const value = this.node.value as number;
        if (this.node.type !== 'number') return this.#wrongType('a number');
        if (!Number.isInteger(value) || value < minimum || value > maximum)
            return this.error(
                'out-of-range',
                `expected a whole number from ${minimum} to ${maximum}, found ${value}`,
            );
        return value;
    }

    oneOf<T extends string>(choices: readonly T[]): T | null {
        const text = this.string();
        if (text === null) return null;
        if ((choices as readonly string[]).includes(text)) return text as T;
        const close = nearest(text, choices);
        return this.error(
            'unknown-value',
            `"${text}" is not one of ${choices.map(choice => `"${choice}"`).join(', ')}`,
            close ? `did you mean "${close}"?` : undefined,
        );
    }

    /** The items of an array; a single value stands for an array of one when `lenient`. */
    items(lenient = false): Value[] | null {
        if (this.node.type !== 'array') return lenient ? [this] : this.#wrongType('an array');
        return (this.node.children ?? []).map(
            (node, i) => new Value(this.context, node, `${this.path}[${i}]`),
        );
    }

    /** Reads every item; what an item's reader refuses (null) has been reported and is left out. */
    list<T>(read: (item: Value) => T | null, lenient = false): T[] | null {
        const items = this.items(lenient);
        return items && items.flatMap(item => read(item) ?? []);
    }

    /** The members of an object in file order; keys that start with # are comments. */
    members(): Member[] | null {
        if (this.node.type !== 'object') return this.#wrongType('an object');
        const members: Member[] = [];
        const seen = new Map<string, Value>();
        for (const property of this.node.children ?? []) {
            const [keyNode, valueNode] = property.children ?? [];
            if (!keyNode || !valueNode) continue;
            const key = keyNode.value as string;
            if (key.startsWith('#')) continue;
            const path = this.path ? `${this.path}.${key}` : key;
            const keyValue = new Value(this.context, keyNode, path);
            const first = seen.get(key);
            if (first) {
                keyValue.error(
                    'duplicate-key',
                    `"${key}" stands here for the second time; the first is on line ${first.origin.line}`,
                    'keep one of the two',
                );
                continue;
            }
            seen.set(key, keyValue);
            members.push({key, keyValue, value: new Value(this.context, valueNode, path)});
        }
        return members;
    }

    /** Members by name; those that are not in `known` are errors. */
    fields(known: readonly string[]): Map<string, Value> {
        return knownFields(this.members() ?? [], known);
    }

    unknownKey(known: readonly string[]): void {
        const key = this.node.value as string;
        const close = nearest(key, known);
        this.error(
            'unknown-key',
            `unknown key "${key}"`,
            close
                ? `did you mean "${close}"?`
                : `known keys: ${known.join(', ')}; a comment's key starts with #`,
        );
    }
}

export interface Member {
    readonly key: string;
    readonly keyValue: Value;
    readonly value: Value;
}

/** Members by name; those that are not in `known` are reported and left out. */
export function knownFields(members: readonly Member[], known: readonly string[]): Map<string, Value> {
    const fields = new Map<string, Value>();
    for (const {key, keyValue, value} of members) {
        if (known.includes(key)) fields.set(key, value);
        else keyValue.unknownKey(known);
    }
    return fields;
}
