/** docs/galaf.schema.json, made from the schema's tables, for editors that check and complete as one types. */
import {GROUP_NAME, USER_NAME} from './names.js';
import {ALLOW, BASE, DEFAULTS, type Fields, GROUP, INBOUND, SETTINGS, TOP, USER} from './schema.js';
import {type JsonSchema, shapeOf} from './shapes.js';

/** Keys that start with # are comments. */
const COMMENTS: JsonSchema = {'^#': {}};

function object(fields: Fields, inner: Readonly<Record<string, JsonSchema>> = {}): JsonSchema {
    const properties = Object.entries(fields).map(([key, field]) => [
        key,
        {description: field.text.replaceAll('`', ''), ...(inner[key] ?? shapeOf(field))},
    ]);
    const required = Object.keys(fields).filter(key => fields[key]!.required);
    return {
        type: 'object',
        properties: Object.fromEntries(properties) as JsonSchema,
        patternProperties: COMMENTS,
        ...(required.length ? {required} : {}),
        additionalProperties: false,
    };
}

/** A section of entries by name; null stands for an empty section or entry. */
const section = (name: RegExp | null, entry: JsonSchema): JsonSchema => ({
    type: ['object', 'null'],
    patternProperties: {...COMMENTS, [name?.source ?? '^[^#]']: entry},
    additionalProperties: false,
});

const orNull = (schema: JsonSchema): JsonSchema => ({...schema, type: ['object', 'null']});

const ref = (name: string): JsonSchema => ({$ref: `#/definitions/${name}`});

export function jsonSchema(): JsonSchema {
    const allow = {allow: {type: 'array', items: ref('endpoint')}};
    return {
        $schema: 'http://json-schema.org/draft-07/schema#',
        title: 'galaf.json',
        description: 'Policy of Galaf, the group allow-list application firewall.',
        ...object(TOP, {
            config: orNull(object(SETTINGS, {defaults: ref('defaults')})),
            base: orNull(object(BASE)),
            users: section(USER_NAME, ref('user')),
            groups: section(GROUP_NAME, ref('group')),
            inbound: section(null, ref('service')),
        }),
        definitions: {
            defaults: object(DEFAULTS),
            user: orNull(object(USER, allow)),
            group: orNull(object(GROUP, allow)),
            endpoint: object(ALLOW),
            service: object(INBOUND),
        },
    };
}

/** The file as it is published. */
export const renderJsonSchema = (): string => `${JSON.stringify(jsonSchema(), null, 4)}\n`;
