/** The files of a configuration as one tree: sections, with their entries by name. */
import {type Node, type ParseError, parseTree, printParseErrorCode} from 'jsonc-parser';
import {TOP} from './schema.js';
import type {Diagnostic, SourceFile} from './types.js';
import {type Member, TextPositions, Value} from './value.js';

/** Members of each section over all files, in order; a name stands in one file only. */
export type Sections = ReadonlyMap<string, readonly Member[]>;

const nameOf = (code: number): string =>
    printParseErrorCode(code)
        .replace(/([A-Z])/g, ' $1')
        .trim()
        .toLowerCase();

/** Null for text that is nested without end: it exhausts the stack, and must not bring down whoever asked. */
function parseNodes(text: string, errors: ParseError[]): Node | null | undefined {
    try {
        return parseTree(text, errors, {allowTrailingComma: true, disallowComments: false});
    } catch {
        return null;
    }
}

/** Null when the text is not JSON at all; everything that the parser found wrong is reported. */
function parseFile(source: SourceFile, diagnostics: Diagnostic[]): Value | null {
    const errors: ParseError[] = [];
    const context = {
        file: source.name,
        positions: new TextPositions(source.text),
        diagnostics,
        reported: new Set<string>(),
    };
    const text = source.text.replace(/^\ufeff/, ' ');
    const node = parseNodes(text, errors);
    if (node === null)
        return new Value(context, {type: 'null', offset: 0, length: 0}, '').error(
            'syntax',
            'nested too deeply',
        );
    for (const {error, offset} of errors)
        diagnostics.push({
            file: source.name,
            ...context.positions.at(offset),
            path: '',
            severity: 'error',
            code: 'syntax',
            message: `not valid JSON: ${nameOf(error)}`,
            hint: 'comments (//, /* */) and trailing commas are fine; keys and texts need double quotes',
        });
    return node && !errors.length ? new Value(context, node, '') : null;
}

/** Where an editor finds the JSON Schema; the one key at the top that is no section. */
const ADDRESS = '$schema';
const SECTIONS = Object.keys(TOP).filter(key => key !== ADDRESS);

export function readDocuments(sources: readonly SourceFile[], diagnostics: Diagnostic[]): Sections {
    const sections = new Map<string, Member[]>(SECTIONS.map(name => [name, []]));
    const seen = new Map<string, Value>();
    for (const source of sources) {
        const top = parseFile(source, diagnostics);
        for (const {key, keyValue, value} of top?.members() ?? []) {
            const section = sections.get(key);
            if (key === ADDRESS) value.string();
            else if (!section) keyValue.unknownKey(SECTIONS);
            else if (!value.isNull)
                for (const member of value.members() ?? []) {
                    const path = member.keyValue.path;
                    const first = seen.get(path)?.origin;
                    if (first)
                        member.keyValue.error(
                            'conflict',
                            `"${path}" is also set in ${first.file}, line ${first.line}`,
                            'keep it in one of the two files',
                        );
                    else {
                        seen.set(path, member.keyValue);
                        section.push(member);
                    }
                }
        }
    }
    return sections;
}
