/**
 * Changes to JSON text that leave everything else as it stands. jsonc-parser's own `modify` moves comments to other
 * entries when it inserts, and deletes those between two entries when it removes one.
 */
import {
    createScanner,
    findNodeAtLocation,
    type JSONPath,
    type Node,
    type ParseError,
    parseTree,
} from 'jsonc-parser';
import {EditError} from './errors.js';
import {printValue, WIDTH} from './print.js';

interface Change {
    readonly offset: number;
    readonly length: number;
    readonly content: string;
}

/** Of SyntaxKind, a const enumeration, which isolated modules cannot import. */
const COMMA = 5;
const END = 17;

function apply(text: string, changes: readonly Change[]): string {
    return [...changes]
        .sort((a, b) => b.offset - a.offset)
        .reduce(
            (result, {offset, length, content}) =>
                result.slice(0, offset) + content + result.slice(offset + length),
            text,
        );
}

/** Only spaces and comments: a file that is still to be begun. */
const isBlank = (text: string): boolean => (createScanner(text, true).scan() as number) === END;

/** One file: its text, and the tree of it. Every change gives a new one. */
export class JsonText {
    readonly root: Node;

    /** @throws EditError when the text is not JSON: nothing can be changed in what cannot be read */
    constructor(
        readonly name: string,
        readonly text: string,
    ) {
        const errors: ParseError[] = [];
        let root: Node | undefined;
        try {
            root = parseTree(text.replace(/^\ufeff/, ' '), errors, {allowTrailingComma: true});
        } catch {
            // Nested so deeply that the parser gave up.
        }
        if (!root || errors.length || root.type !== 'object')
            throw new EditError('invalid', `${name} is not a JSON object; galafctl check says where`);
        this.root = root;
    }

    /** A file in which nothing is written yet becomes an empty object; its comments stay. */
    static begin(name: string, text: string): JsonText {
        const plain = text.replace(/^\ufeff/, ' ');
        if (!isBlank(plain)) return new JsonText(name, text);
        const gap = text === '' || text.endsWith('\n') ? '' : '\n';
        return new JsonText(name, `${text}${gap}{}\n`);
    }

    find(path: JSONPath): Node | undefined {
        return findNodeAtLocation(this.root, path);
    }

    get #eol(): string {
        return this.text.includes('\r\n') ? '\r\n' : '\n';
    }

    /** White space at the start of the line on which `offset` is. */
    #indentAt(offset: number): string {
        const start = this.text.lastIndexOf('\n', offset - 1) + 1;
        return /^[ \t]*/.exec(this.text.slice(start, offset))?.[0] ?? '';
    }

    #beginsLine(node: Node): boolean {
        const start = this.text.lastIndexOf('\n', node.offset - 1) + 1;
        return start > 0 && this.text.slice(start, node.offset).trim() === '';
    }

    /** One step of indentation, as the file's first entry shows it. */
    get #unit(): string {
        const first = this.root.children?.find(child => this.#beginsLine(child));
        return (first && this.#indentAt(first.offset)) || '    ';
    }

    #changed(...changes: Change[]): JsonText {
        return new JsonText(this.name, apply(this.text, changes));
    }

    replace(node: Node, value: unknown): JsonText {
        return this.replaceText(node, this.#print(value, this.#indentAt(node.offset)));
    }

    /** Puts a value, as it is written elsewhere, in the place of another. */
    replaceText(node: Node, content: string): JsonText {
        return this.#changed({offset: node.offset, length: node.length, content});
    }

    addMember(object: Node, key: string, value: unknown): JsonText {
        return this.#insert(
            object,
            {[key]: value},
            indent => `${JSON.stringify(key)}: ${this.#print(value, indent)}`,
        );
    }

    addItem(array: Node, value: unknown): JsonText {
        return this.#insert(array, [value], indent => this.#print(value, indent));
    }

    #print(value: unknown, indent: string): string {
        return printValue(value, indent, this.#unit, this.#eol);
    }

    /** Where the comma after a child stands, or -1. */
    #commaAfter(child: Node): number {
        const scanner = createScanner(this.text, true);
        scanner.setPosition(child.offset + child.length);
        return (scanner.scan() as number) === COMMA ? scanner.getTokenOffset() : -1;
    }

    /**
     * After the last entry and the comments that follow it, so that no comment changes its owner.
     *
     * @param alone what an empty parent becomes
     */
    #insert(parent: Node, alone: unknown, print: (indent: string) => string): JsonText {
        const close = parent.offset + parent.length - 1;
        const end = this.text.slice(0, close).trimEnd().length;
        const children = parent.children ?? [];
        const last = children.at(-1);
        const outer = this.#indentAt(parent.offset);
        if (!last) return this.#insertFirst(parent, end, alone, print);
        const lastEnd = last.offset + last.length;
        const broken = this.#beginsLine(last) || this.text.slice(lastEnd, close).includes('\n');
        if (!broken && this.#tooWide(parent, print(outer))) return this.#breakUp(parent, print);
        const own = children.find(child => this.#beginsLine(child));
        const indent = own ? this.#indentAt(own.offset) : outer + this.#unit;
        const comma = this.#commaAfter(last) >= 0;
        const content =
            (broken ? this.#eol + indent : ' ') + print(broken ? indent : outer) + (comma ? ',' : '');
        if (comma) return this.#changed({offset: end, length: 0, content});
        if (end === lastEnd) return this.#changed({offset: end, length: 0, content: `,${content}`});
        return this.#changed({offset: lastEnd, length: 0, content: ','}, {offset: end, length: 0, content});
    }

    #insertFirst(parent: Node, end: number, alone: unknown, print: (indent: string) => string): JsonText {
        const close = parent.offset + parent.length - 1;
        const outer = this.#indentAt(parent.offset);
        const empty = end === parent.offset + 1;
        if (empty && parent.parent) return this.replace(parent, alone);
        const indent = outer + this.#unit;
        const rest = this.text.slice(end, close);
        const tail = !empty && rest.includes('\n') ? rest : this.#eol + outer;
        const content = `${this.#eol}${indent}${print(indent)}${tail}`;
        return this.#changed({offset: end, length: close - end, content});
    }

    /** Whether one more child on the parent's line, which has nothing but children in it, is one too many. */
    #tooWide(parent: Node, content: string): boolean {
        const text = this.text.slice(parent.offset, parent.offset + parent.length);
        const lineStart = this.text.lastIndexOf('\n', parent.offset - 1) + 1;
        const children = parent.children ?? [];
        const gaps = children.slice(1).map((child, i) => {
            const previous = children[i]!;
            return this.text.slice(previous.offset + previous.length, child.offset);
        });
        const last = children.at(-1)!;
        const head = text.slice(1, children[0]!.offset - parent.offset);
        const tail = text.slice(last.offset + last.length - parent.offset, -1);
        const bare =
            gaps.every(gap => gap.trim() === ',') && !head.trim() && !tail.trim() && !text.includes('\n');
        return bare && parent.offset - lineStart + text.length + content.length > WIDTH;
    }

    /** Each child on a line of its own, and one more. */
    #breakUp(parent: Node, print: (indent: string) => string): JsonText {
        const outer = this.#indentAt(parent.offset);
        const indent = outer + this.#unit;
        const children = (parent.children ?? []).map(child =>
            this.text.slice(child.offset, child.offset + child.length),
        );
        const lines = [...children, print(indent)].map(line => indent + line).join(`,${this.#eol}`);
        const [open, close] = parent.type === 'array' ? '[]' : '{}';
        const content = `${open}${this.#eol}${lines}${this.#eol}${outer}${close}`;
        return this.#changed({offset: parent.offset, length: parent.length, content});
    }

    /** Takes out one member or item with its comma, and the line when nothing else is on it. */
    remove(child: Node): JsonText {
        const siblings = child.parent?.children ?? [];
        const at = siblings.indexOf(child);
        const comma = this.#commaAfter(child);
        const previous = siblings[at - 1];
        const before = comma < 0 && previous ? this.#commaAfter(previous) : -1;
        const end = child.offset + child.length;
        const adjacent = comma >= 0 && this.text.slice(end, comma).trim() === '';
        const span = this.#withSpace(child.offset, adjacent ? comma + 1 : end);
        const changes = [span];
        const stray = comma >= 0 && !adjacent ? comma : before;
        if (stray >= 0) changes.push({offset: stray, length: 1, content: ''});
        return this.#changed(...changes);
    }

    /** The range with the white space that would be left over: the whole line, or the gap to a neighbour. */
    #withSpace(from: number, to: number): Change {
        const lineStart = this.text.lastIndexOf('\n', from - 1) + 1;
        const before = lineStart + this.text.slice(lineStart, from).trimEnd().length;
        const after = to + /^[ \t]*/.exec(this.text.slice(to))![0].length;
        const lineBreak = /^\r?\n/.exec(this.text.slice(after))?.[0];
        const range = (start: number, end: number) => ({offset: start, length: end - start, content: ''});
        if (lineBreak !== undefined)
            return range(before, before === lineStart ? after + lineBreak.length : after);
        if (!/[\]}]/.test(this.text[after] ?? '')) return range(from, after);
        return range(before, /[[{]/.test(this.text[before - 1] ?? '') ? after : to);
    }
}
