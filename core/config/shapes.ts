/**
 * The little language of `type` in schema.ts, which the reference shows as it is: what it means as JSON Schema, and the
 * choices that readers accept.
 */
import type {Field} from './schema.js';

export type JsonSchema = {readonly [key: string]: unknown};

const STRINGS: JsonSchema = {type: 'array', items: {type: 'string'}};

const SHAPES: Readonly<Record<string, JsonSchema>> = {
    boolean: {type: 'boolean'},
    text: {type: 'string'},
    name: {type: 'string'},
    object: {type: 'object'},
    list: STRINGS,
    'list of names': STRINGS,
    'list of objects': {type: 'array', items: {type: 'object'}},
    'list of ports': {type: 'array', items: {type: 'integer', minimum: 1, maximum: 65535}},
    'list of 4, 6': {type: 'array', items: {enum: [4, 6]}, minItems: 1},
    '[first, last]': {type: 'array', items: {type: 'integer'}, minItems: 2, maxItems: 2},
    '{"uris": [scheme]}': {
        type: 'object',
        properties: {uris: STRINGS},
        required: ['uris'],
        additionalProperties: false,
    },
};

const LITERAL = /^"([^"]*)"$/;

/** Texts in quotes: all that a key takes, but for places in capitals, which stand for any name. */
export function choicesOf<T extends string>({type}: Field): readonly T[] {
    const words = type.split(' | ').map(part => LITERAL.exec(part)?.[1]);
    return words.filter((word): word is T => word !== undefined && !/[A-Z]/.test(word));
}

function alternative(part: string): JsonSchema {
    const word = LITERAL.exec(part)?.[1];
    if (word !== undefined) return {type: 'string', pattern: `^${word.replace('NAME', '.+')}$`};
    const shape = SHAPES[part];
    if (!shape) throw new Error(`unknown type in the schema: ${part}`);
    return shape;
}

/** What the readers take for a field of this type. */
export function shapeOf(field: Field): JsonSchema {
    const choices = choicesOf(field);
    const rest = field.type.split(' | ').filter(part => !(choices as string[]).includes(part.slice(1, -1)));
    const all = [
        ...(choices.length ? [{type: 'string', enum: choices}] : []),
        ...rest
            .map(alternative)
            .flatMap(shape => (field.single ? [shape, shape['items'] as JsonSchema] : [shape])),
        ...(field.empty ? [{type: 'null'}] : []),
    ].filter(shape => shape !== undefined);
    return all.length === 1 ? all[0]! : {anyOf: all};
}
