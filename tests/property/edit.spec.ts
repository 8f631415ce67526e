/// <reference types="node" />
/** Random edits of random documents: the result means what was asked, and no comment is lost or moved. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import {findNodeAtLocation, type JSONPath, type Node, parse, parseTree} from 'jsonc-parser';
import {applyEdits, type Edit, EditError, type Endpoint} from '../../core/config/edit.js';
import type {SourceFile} from '../../core/config/types.js';
import {
    bareEndpoint,
    type Doc,
    docs,
    endpoint,
    entry,
    GROUPS,
    type Json,
    layout,
    write,
} from './documents.js';
import {addGroup, reachOf, removeGroup, renameGroup, setKey} from './edit-model.js';

const PARSE = {allowTrailingComma: true};
const name = fc.constantFrom(...GROUPS, 'new', 'alice');
const subject = fc.constantFrom(...GROUPS, 'user:alice', 'user:bob');

const structural: fc.Arbitrary<Edit> = fc.oneof(
    fc.record({verb: fc.constant('add-group' as const), group: name, entry}),
    fc.record({verb: fc.constant('rename-group' as const), group: name, to: name}),
    fc.record({verb: fc.constant('remove-group' as const), group: name}),
    fc
        .tuple(
            name,
            fc.constantFrom(['title', 'T'], ['title', null], ['domains', null], ['domains', ['z.example']]),
        )
        .map(([group, [key, value]]) => ({verb: 'set-group' as const, group, key: key, value})),
);

const permission: fc.Arbitrary<Edit & {endpoint: Endpoint}> = fc.record({
    verb: fc.constantFrom('add-endpoint' as const, 'remove-endpoint' as const),
    subject,
    endpoint: fc.oneof(endpoint, bareEndpoint) as fc.Arbitrary<unknown> as fc.Arbitrary<Endpoint>,
});

/** Both files as text, with comments numbered through. */
const files = fc.tuple(docs, layout, layout).map(([pair, one, two]): [readonly Doc[], SourceFile[]] => [
    pair,
    [
        {name: 'galaf.json', text: write(pair[0], one, 1000)},
        {name: 'galaf.d/a.json', text: write(pair[1], two, 5000)},
    ],
]);

const done: Record<string, number> = {};

function attempt(sources: readonly SourceFile[], edit: Edit): SourceFile[] | EditError['code'] {
    try {
        const after = applyEdits(sources, [edit]);
        done[edit.verb] = (done[edit.verb] ?? 0) + 1;
        return after;
    } catch (error) {
        if (error instanceof EditError) return error.code;
        throw error;
    }
}

const comments = (text: string): {id: string; offset: number}[] =>
    [...text.matchAll(/\/[*/] ?(c\d+)/g)].map(match => ({id: match[1]!, offset: match.index}));

/** Comments of the files that are not inside one of the places that an edit may take away. */
function survivors(sources: readonly SourceFile[], gone: (root: Node) => (Node | undefined)[]): string[] {
    return sources.flatMap(({text}) => {
        const nodes = gone(parseTree(text, [], PARSE)!).filter(node => node !== undefined);
        const inside = (at: number) => nodes.some(({offset, length}) => at > offset && at < offset + length);
        return comments(text).flatMap(({id, offset}) => (inside(offset) ? [] : [id]));
    });
}

/** What may be taken away; the places under `allow` only item by item, so that comments between them stay. */
function places(edit: Edit): (root: Node) => (Node | undefined)[] {
    const property = (root: Node, path: JSONPath) => findNodeAtLocation(root, path)?.parent;
    switch (edit.verb) {
        case 'remove-group':
            return root => [property(root, ['groups', edit.group])];
        case 'set-group':
            return root => [property(root, ['groups', edit.group, edit.key])];
        case 'remove-endpoint': {
            const path = edit.subject.startsWith('user:')
                ? ['users', edit.subject.slice(5)]
                : ['groups', edit.subject];
            return root => findNodeAtLocation(root, [...path, 'allow'])?.children ?? [];
        }
        default:
            return () => [];
    }
}

/** Exceptions, because fast-check shrinks on those; jasmine's expectations would only pile up. */
const same: (actual: unknown, expected: unknown, message?: string) => void = assert.deepEqual;

function expectComments(before: readonly SourceFile[], after: readonly SourceFile[], edit: Edit): void {
    const found = after.flatMap(({text}) => comments(text).map(({id}) => id));
    const wanted = survivors(before, places(edit));
    const kept = found.filter(id => wanted.includes(id));
    // A list of domains moves to another entry together with its comments.
    if (edit.verb === 'remove-group') same(new Set(kept), new Set(wanted));
    else same(kept, wanted);
    same(new Set(found).size, found.length);
}

const MODEL = (before: readonly Doc[], edit: Edit) => {
    switch (edit.verb) {
        case 'add-group':
            return addGroup(before, edit.group, edit.entry as Json);
        case 'rename-group':
            return renameGroup(before, edit.group, edit.to);
        case 'remove-group':
            return removeGroup(before, edit.group);
        case 'set-group':
            return setKey(before, edit.group, edit.key, edit.value as Json);
        default:
            throw new Error(edit.verb);
    }
};

/** What the endpoint would give this subject, which its families have a say in. */
function reachOfEndpoint(sources: readonly SourceFile[], of: string, value: Endpoint): Set<string> {
    const [section, key] = of.startsWith('user:') ? ['users', of.slice(5)] : ['groups', of];
    const values = sources.map(({text}) => (parse(text, [], PARSE) as Doc)[section]?.[key]);
    const families = (values.find(item => item) as {families?: Json} | undefined)?.families;
    const group = {allow: [value], ...(families ? {families} : {})};
    return reachOf([{name: '', text: JSON.stringify({groups: {x: group}})}])!.get('x')!;
}

const minus = (all: Set<string>, gone: Set<string>) => new Set([...all].filter(item => !gone.has(item)));

function expectReach(
    before: readonly SourceFile[],
    after: readonly SourceFile[],
    edit: Edit & {subject: string; endpoint: Endpoint},
): void {
    const [old, current] = [reachOf(before), reachOf(after)];
    if (!old) return;
    assert.ok(current, 'the result is not valid');
    const had = old.get(edit.subject) ?? new Set<string>();
    const asked = reachOfEndpoint(before, edit.subject, edit.endpoint);
    for (const [other, reach] of old) if (other !== edit.subject) same(current.get(other), reach);
    const now = current.get(edit.subject)!;
    if (edit.verb === 'add-endpoint') return same(now, new Set([...had, ...asked]));
    const narrow = edit.endpoint.families !== undefined || edit.endpoint.private !== undefined;
    const destinations = new Set([...asked].map(text => text.split(' ')[0]!));
    const plain = (text: string) => text.replace(/ IPv.*/, '');
    const ports = new Set([...asked].map(plain));
    const meant = [...had].filter(text =>
        edit.endpoint.ports === undefined ? destinations.has(text.split(' ')[0]!) : ports.has(plain(text)),
    );
    if (!narrow) return same(now, minus(had, new Set(meant)));
    same(
        [...now].filter(text => !had.has(text)),
        [],
    );
    same(
        [...minus(had, now)].filter(text => !meant.includes(text)),
        [],
    );
}

describe('random edits', () => {
    it('of groups mean what the model says, and keep comments', () => {
        fc.assert(
            fc.property(files, structural, ([before, sources], edit) => {
                const result = attempt(sources, edit);
                const model = MODEL(before, edit);
                if (typeof result === 'string') return same(result, model);
                const values = result.map(({text}) => {
                    const errors: never[] = [];
                    const value = parse(text, errors, PARSE) as Json;
                    same(errors, [], text);
                    return JSON.stringify(value);
                });
                same(
                    values,
                    (model as Doc[]).map(doc => JSON.stringify(doc)),
                );
                expectComments(sources, result, edit);
            }),
            {numRuns: 3000},
        );
        expect().nothing();
    });

    it('of endpoints mean exactly what was asked, for this subject alone, and keep comments', () => {
        fc.assert(
            fc.property(files, permission, ([, sources], edit) => {
                const result = attempt(sources, edit);
                if (typeof result === 'string') return;
                expectReach(sources, result, edit as Edit & {subject: string; endpoint: Endpoint});
                expectComments(sources, result, edit);
            }),
            {numRuns: 6000},
        );
        expect().nothing();
    });

    // Specs run in any order: this comes after all of them.
    afterAll(() => {
        for (const verb of [
            'add-group',
            'rename-group',
            'remove-group',
            'set-group',
            'add-endpoint',
            'remove-endpoint',
        ])
            expect(done[verb]).withContext(verb).toBeGreaterThan(30);
    });
});
