/** Endpoints come and go exactly as asked, in the style of the entry. */
import {applyEdits, type Edit, EditError, type Endpoint} from '../../../core/config/edit.js';
import {parse} from './helpers.js';

type Entries = Readonly<Record<string, unknown>>;

const source = (groups: Entries, rest: Entries = {}) => [
    {name: 'galaf.json', text: JSON.stringify({groups, ...rest})},
];
const run = (
    verb: 'add-endpoint' | 'remove-endpoint',
    groups: Entries,
    endpoint: Endpoint,
    rest?: Entries,
    subject = 'g',
) => {
    const edit: Edit = {verb, subject, endpoint};
    const {text} = applyEdits(source(groups, rest), [edit])[0]!;
    expect(parse(text).diagnostics.filter(({severity}) => severity === 'error')).toEqual([]);
    const result = JSON.parse(text) as {groups: Record<string, unknown>; users: Record<string, unknown>};
    return result.groups[subject] ?? result.users[subject.slice('user:'.length)];
};
const add = (entry: unknown, endpoint: Endpoint, rest?: Entries) =>
    run('add-endpoint', {g: entry}, endpoint, rest);
const remove = (entry: unknown, endpoint: Endpoint, rest?: Entries) =>
    run('remove-endpoint', {g: entry}, endpoint, rest);

function refusal(action: () => unknown): string {
    try {
        action();
    } catch (error) {
        if (error instanceof EditError) return `${error.code}: ${error.message}`;
        throw error;
    }
    return 'none';
}

const IMAP = {to: 'imap.example.org', ports: 'tcp/993'};

describe('adding an endpoint', () => {
    it('begins "allow", or goes to its end', () => {
        expect(add({}, IMAP)).toEqual({allow: [IMAP]});
        expect(add(null, IMAP)).toEqual({allow: [IMAP]});
        expect(add({allow: [{to: 'any'}]}, IMAP)).toEqual({allow: [{to: 'any'}, IMAP]});
    });

    it('goes to a drop-in that has the entry', () => {
        const sources = [
            {name: 'galaf.json', text: '{"groups": {}}'},
            {name: 'galaf.d/a.json', text: '{"groups": {"g": {}}}'},
        ];
        const after = applyEdits(sources, [{verb: 'add-endpoint', subject: 'g', endpoint: IMAP}]);
        expect(after[0]).toEqual(sources[0]);
        expect(after[1]!.text).toBe(
            '{"groups": {"g": {"allow": [{"to": "imap.example.org", "ports": "tcp/993"}]}}}',
        );
    });

    it('serves users, also those without an entry', () => {
        expect(run('add-endpoint', {}, IMAP, {users: {alice: {ping: true}}}, 'user:alice')).toEqual({
            ping: true,
            allow: [IMAP],
        });
        expect(run('add-endpoint', {}, IMAP, {}, 'user:alice')).toEqual({allow: [IMAP]});
    });

    it('joins the list of a 2022 group when its rule says the same ports', () => {
        const entry = {domains: ['a.example'], rule: 'tcp dport { 993, 995 }'};
        expect(add(entry, {to: 'b.example', ports: ['tcp/995', 'tcp/993']})).toEqual({
            ...entry,
            domains: ['a.example', 'b.example'],
        });
        expect(add({domains: ['a.example']}, {to: 'b.example'})).toEqual({
            domains: ['a.example', 'b.example'],
        });
    });

    it('goes to "allow" of a 2022 group otherwise', () => {
        const entry = {domains: ['a.example'], rule: 'tcp dport { 993, 995 }'};
        for (const endpoint of [
            IMAP,
            {to: 'b.example'},
            {to: '192.0.2.1', ports: ['tcp/993', 'tcp/995']},
            {to: 'b.example', ports: ['tcp/993', 'tcp/995'], families: [4]},
            {to: 'b.example', ports: ['tcp/993', 'tcp/995'], private: true},
        ])
            expect(add(entry, endpoint)).toEqual({...entry, allow: [endpoint]});
        const odd = {domains: ['a.example'], rule: 'meta l4proto tcp'};
        expect(add(odd, IMAP)).toEqual({...odd, allow: [IMAP]});
    });

    it('never extends a list that others share', () => {
        const entry = {domains: ['a.example']};
        expect(run('add-endpoint', {g: entry, other: {domains: 'g'}}, {to: 'b.example'})).toEqual({
            ...entry,
            allow: [{to: 'b.example'}],
        });
        expect(run('add-endpoint', {g: {domains: 'other'}, other: entry}, {to: 'b.example'})).toEqual({
            domains: 'other',
            allow: [{to: 'b.example'}],
        });
    });

    it('keeps the default domains of an entry that had nothing of its own', () => {
        const rest = {config: {defaults: {domains: ['a.example']}}};
        expect(add({title: 'G'}, IMAP, rest)).toEqual({title: 'G', domains: ['a.example'], allow: [IMAP]});
        expect(add({allow: []}, IMAP, rest)).toEqual({allow: [IMAP]});
    });

    it('refuses what is there already, what is no endpoint, and unknown groups', () => {
        expect(
            refusal(() => add({allow: [{to: ['IMAP.example.org', 'any'], ports: 'tcp/990-999'}]}, IMAP)),
        ).toBe('conflict: "g" may reach that already');
        expect(
            refusal(() => add({domains: ['a.example'], rule: ''}, {to: 'a.example', ports: 'tcp/1'})),
        ).toContain('conflict');
        expect(refusal(() => add({}, {to: '*.example.org'}))).toContain(
            'invalid: "*.example.org": wildcards are not needed',
        );
        expect(refusal(() => run('add-endpoint', {}, IMAP))).toBe('not-found: no app group "g"');
    });
});

describe('removing an endpoint', () => {
    const two = {to: ['imap.example.org', 'smtp.example.org'], ports: ['tcp/993', 'tcp/465']};

    it('takes the destination out, with whatever ports it has', () => {
        expect(remove({allow: [two, IMAP]}, {to: 'imap.example.org'})).toEqual({
            allow: [{...two, to: ['smtp.example.org']}],
        });
        expect(remove({allow: [IMAP]}, IMAP)).toEqual({allow: []});
        expect(remove({allow: [two]}, two)).toEqual({allow: []});
    });

    it('leaves the other ports', () => {
        expect(remove({allow: [two]}, IMAP)).toEqual({
            allow: [
                {...two, to: ['smtp.example.org']},
                {to: 'imap.example.org', ports: ['tcp/465']},
            ],
        });
        expect(
            remove({allow: [{to: 'lan', ports: 'udp/10-20', private: true}]}, {to: 'lan', ports: 'udp/15'}),
        ).toEqual({
            allow: [{to: 'lan', ports: ['udp/10-14', 'udp/16-20'], private: true}],
        });
    });

    it('knows an endpoint by its meaning', () => {
        expect(
            remove(
                {allow: [{to: ['192.0.2.0-192.0.2.255', 'BÜCHER.example']}]},
                {to: ['192.0.2.0/24', 'xn--bcher-kva.example']},
            ),
        ).toEqual({allow: []});
        expect(refusal(() => remove({allow: [{...IMAP, families: 4}]}, {...IMAP, families: 6}))).toContain(
            'not-found',
        );
        expect(refusal(() => remove({allow: [IMAP]}, {...IMAP, private: true}))).toContain('not-found');
    });

    it('takes it from the list of a 2022 group', () => {
        const entry = {domains: ['a.example', 'b.example'], rule: 'tcp dport 443'};
        expect(remove(entry, {to: 'b.example'})).toEqual({...entry, domains: ['a.example']});
        expect(remove(entry, {to: 'b.example', ports: 'tcp/443'})).toEqual({
            ...entry,
            domains: ['a.example'],
        });
        expect(
            refusal(() =>
                remove({domains: ['a.example'], rule: 'tcp dport 1-9'}, {to: 'a.example', ports: 'tcp/5'}),
            ),
        ).toContain('conflict: what "g" may do with "a.example" is said by its rule');
        const both = {...entry, allow: [{to: 'b.example', ports: 'udp/443'}]};
        expect(remove(both, {to: 'b.example', ports: 'udp/443'})).toEqual({...entry, allow: []});
    });

    it('says when it comes from elsewhere', () => {
        const list = {domains: ['a.example']};
        expect(
            refusal(() => run('remove-endpoint', {g: {domains: 'other'}, other: list}, {to: 'a.example'})),
        ).toContain('conflict: "a.example" comes from the domains of "other"');
        expect(
            refusal(() => run('remove-endpoint', {g: list, other: {domains: 'g'}}, {to: 'a.example'})),
        ).toContain('conflict: "other" shares the domains of "g"');
        expect(refusal(() => remove({rule: ''}, {to: 'a.example'}, {config: {defaults: list}}))).toContain(
            'comes from the domains of "config.defaults"',
        );
    });

    it('refuses what it could not say exactly, and what is not there', () => {
        expect(refusal(() => remove({allow: [{to: 'any'}]}, {to: 'any', ports: 'tcp/25'}))).toContain(
            'conflict: "g" may reach "any" on every port',
        );
        expect(refusal(() => remove({allow: [{to: 'example.org'}]}, {to: 'www.example.org'}))).toBe(
            'not-found: "www.example.org" is not listed for "g"; "example.org" covers it',
        );
        expect(refusal(() => remove({allow: [IMAP]}, {to: 'lan'}))).toContain(
            'not-found: "g" has no permission of that kind',
        );
        expect(refusal(() => run('remove-endpoint', {}, IMAP, {}, 'user:bob'))).toBe(
            'not-found: no user "bob"',
        );
    });
});
