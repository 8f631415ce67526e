/** Random configurations as text: any layout, comments everywhere, in two files. */
import fc from 'fast-check';

export type Json = string | number | boolean | null | Json[] | {[key: string]: Json};
export interface Doc {
    [section: string]: {[name: string]: Json};
}

export const GROUPS = ['g0', 'g1', 'g2', 'g3'];
const domain = fc.constantFrom('a.example', 'b.example', 'www.a.example', 'c.example');
const to = fc.oneof(domain, fc.constantFrom('any', 'lan', '192.0.2.1', '192.0.2.0/24', '2001:db8::1'));
const port = fc.constantFrom('tcp/1', 'tcp/1-4', 'tcp/3-6', 'udp/2', 'icmp/echo-request');
const families = fc.constantFrom<Json>([4], [6], [4, 6]);
const optional = <T>(arbitrary: fc.Arbitrary<T>, weight = 2) =>
    fc.oneof({weight, arbitrary: fc.constant(undefined)}, {weight: 1, arbitrary});

const defined = (value: object): Json =>
    Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined));

export const endpoint = fc
    .record({
        to: fc.oneof(to, fc.uniqueArray(to, {minLength: 1, maxLength: 3})),
        ports: optional(fc.oneof(port, fc.uniqueArray(port, {minLength: 1, maxLength: 2})), 1),
        families: optional(families, 4),
        private: optional(fc.constant(true), 5),
    })
    .map(defined);

/** Less is said, so that it meets more. */
export const bareEndpoint = fc.record({to, ports: optional(port)}).map(defined);

const rule = fc.constantFrom('', 'tcp dport 1', 'tcp dport { 1, 3-4 }', 'udp dport 2', 'meta mark 7');

export const entry: fc.Arbitrary<Json> = fc.oneof(
    {weight: 1, arbitrary: fc.constant(null)},
    {
        weight: 6,
        arbitrary: fc
            .record({
                title: optional(fc.constantFrom('Title', 'Other "title" // no comment')),
                domains: optional(
                    fc.oneof(
                        fc.uniqueArray(domain, {minLength: 1, maxLength: 3}),
                        fc.constantFrom(...GROUPS),
                    ),
                    1,
                ),
                rule: optional(rule),
                families: optional(families, 4),
                allow: optional(fc.array(endpoint, {maxLength: 3}), 1),
                ping: optional(fc.boolean()),
            })
            .map(defined),
    },
);

/** Main file and drop-in; users and services refer to groups of either. */
export const docs: fc.Arbitrary<[Doc, Doc]> = fc
    .record({
        entries: fc.array(fc.tuple(entry, fc.boolean()), {minLength: 1, maxLength: GROUPS.length}),
        user: optional(entry),
        owner: optional(fc.constantFrom(...GROUPS)),
        defaults: optional(
            fc.record({
                domains: fc.oneof(
                    fc.uniqueArray(domain, {minLength: 1, maxLength: 2}),
                    fc.constantFrom(...GROUPS),
                ),
            }),
        ),
    })
    .map(({entries, user, owner, defaults}) => {
        const main: Doc = defaults ? {config: {defaults}} : {};
        const dropIn: Doc = {};
        entries.forEach(([value, first], i) => {
            ((first ? main : dropIn)['groups'] ??= {})[GROUPS[i]!] = value;
        });
        if (user !== undefined) main['users'] = {alice: user};
        if (owner && GROUPS.indexOf(owner) < entries.length)
            dropIn['inbound'] = {ssh: {ports: 'tcp/22', as: `group:${owner}`}};
        return [main, dropIn];
    });

/** Choices of a layout, used up one after the other and over again. */
export const layout = fc.array(fc.nat(11), {minLength: 7, maxLength: 60});

/** The document as text. Comments are numbered from `first`, so that each can be found again. */
export function write(doc: Json, choices: readonly number[], first: number): string {
    let at = 0;
    let comment = first;
    const next = () => choices[at++ % choices.length]!;
    const gap = (): string => {
        switch (next()) {
            case 0:
                return ` /*c${comment++}*/ `;
            case 1:
                return ` // c${comment++}.\n`;
            case 2:
                return '\n';
            case 3:
                return '\n        ';
            case 4:
                return `\n    // c${comment++}.\n    `;
            case 5:
                return ' ';
            default:
                return '';
        }
    };
    const list = (open: string, items: (() => string)[], close: string) => {
        const body = items.map((item, i) => gap() + item() + gap() + (i < items.length - 1 ? ',' : ''));
        const trailing = items.length && next() < 3 ? ',' : '';
        return open + body.join('') + trailing + gap() + close;
    };
    const value = (item: Json): string => {
        if (Array.isArray(item))
            return list(
                '[',
                item.map(inner => () => value(inner)),
                ']',
            );
        if (item === null || typeof item !== 'object') return JSON.stringify(item);
        const members = Object.entries(item).map(
            ([key, inner]) =>
                () =>
                    `${JSON.stringify(key)}${gap()}:${gap()}${value(inner)}`,
        );
        return list('{', members, '}');
    };
    return gap() + value(doc) + gap();
}
