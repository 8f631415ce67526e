/// <reference types="node" />
/** The published JSON Schema takes what the parser takes, and knows its types and keys. */
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {Ajv} from 'ajv';
import {parse} from 'jsonc-parser';
import {importClassic} from '../../core/config/import.js';
import {jsonSchema} from '../../core/config/json-schema.js';
import {parseConfig} from '../../core/config/parse.js';
import {diffInWords} from '../../core/policy/diff.js';
import {ALLOW, BASE, DEFAULTS, type Fields, GROUP, INBOUND, SETTINGS, USER} from '../../core/config/schema.js';

const root = 'tests/golden';
const validate = new Ajv({allErrors: true, allowUnionTypes: true}).compile(jsonSchema());

/** What a schema can know of; whether a domain or a port is one is the parser's to say. */
const SCHEMATIC = ['wrong-type', 'unknown-key', 'unknown-value', 'missing-key'];

const textsOf = (folder: string): string[] => {
    const dropIns = path.join(folder, 'galaf.d');
    const more = existsSync(dropIns) ? readdirSync(dropIns).map(name => path.join(dropIns, name)) : [];
    return [path.join(folder, 'galaf.json'), ...more].map(file => readFileSync(file, 'utf8'));
};

function expectAgreement(value: unknown): void {
    const text = JSON.stringify(value);
    const {diagnostics} = parseConfig([{name: 'galaf.json', text}]);
    const errors = diagnostics.filter(({severity}) => severity === 'error');
    const valid = validate(value);
    if (!errors.length) expect(valid).withContext(`${text}: ${JSON.stringify(validate.errors)}`).toBeTrue();
    const schematic = errors.find(({code}) => SCHEMATIC.includes(code));
    if (schematic) expect(valid).withContext(`${text}: ${schematic.message}`).toBeFalse();
}

const SAMPLES: readonly unknown[] = [
    null, true, 7, 6, 4.5, '', 'x', 'any', 'gate', 'listed', 'files', 'user:x', 'tcp/1', [], {}, ['x'], [4], [4, 6], [7],
    [30000, 30001], [1, 2, 3], ['tcp/1'], [true], [null], [{}], [{to: 'any'}], [{ports: 'any'}], {uris: ['https']}, {uris: 7}, {x: 1}, {'#': 1},
];

const PLACES: Readonly<Record<string, [Fields, (entry: Record<string, unknown>) => unknown]>> = {
    config: [SETTINGS, config => ({config})],
    defaults: [DEFAULTS, defaults => ({config: {defaults}})],
    base: [BASE, base => ({base})],
    users: [USER, x => ({users: {x}})],
    groups: [GROUP, x => ({groups: {x, y: {domains: ['y.example']}}})],
    allow: [ALLOW, endpoint => ({groups: {x: {allow: [{to: 'any', ...endpoint}]}}})],
    inbound: [INBOUND, service => ({inbound: {s: {ports: 'any', ...service}}})],
};

describe('the JSON Schema', () => {
    for (const name of readdirSync(root).filter(entry => /^\d\d-/.test(entry)))
        it(`agrees with the parser about ${name}`, () => {
            const folder = path.join(root, name);
            const expected = readFileSync(path.join(folder, 'expected-diagnostics.txt'), 'utf8');
            const syntax = expected.includes('error syntax');
            const valid = textsOf(folder).every(text => validate(parse(text, [], {allowTrailingComma: true})));
            if (!/: error /.test(expected)) expect(valid).withContext(JSON.stringify(validate.errors)).toBeTrue();
            if (!syntax && SCHEMATIC.some(code => expected.includes(`error ${code} `))) expect(valid).toBeFalse();
        });

    it('takes what import makes of every valid configuration, which means the same', () => {
        for (const name of readdirSync(root).filter(entry => /^\d\d-/.test(entry))) {
            const sources = textsOf(path.join(root, name)).map((text, i) => ({name: `${i}.json`, text}));
            const before = parseConfig(sources).config;
            if (!before) continue;
            const imported = importClassic(sources).text;
            const after = parseConfig([{name: '', text: imported}]).config;
            expect(diffInWords(before, after!)).withContext(name).toEqual([]);
            expect(validate(parse(imported, [], {allowTrailingComma: true}))).withContext(name).toBeTrue();
        }
    });

    for (const [place, [fields, wrap]] of Object.entries(PLACES))
        it(`agrees with the readers about every key of ${place}`, () => {
            for (const key of [...Object.keys(fields), 'unheard_of', '#comment'])
                for (const value of SAMPLES) expectAgreement(wrap({[key]: value}));
        });

    it('agrees about sections and entries', () => {
        for (const value of SAMPLES) {
            for (const key of ['$schema', 'config', 'base', 'users', 'groups', 'inbound', 'group', '#'])
                expectAgreement({[key]: value});
            for (const key of ['users', 'groups', 'inbound']) expectAgreement({[key]: {x: value}});
        }
        expectAgreement({groups: {'9lives': {}}});
    });
});
