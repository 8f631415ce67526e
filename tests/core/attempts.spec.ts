import {type AttemptLike, idOf, mergeAttempts, subjectOf} from '../../core/attempts.js';

const attempt = (more: Partial<AttemptLike>): AttemptLike => ({
    group: 'web',
    user: 'alice',
    uid: 1000,
    program: '/usr/bin/curl',
    protocol: 'tcp',
    address: '203.0.113.80',
    host: 'www.example.org',
    port: 443,
    question: null,
    count: 1,
    first: '2026-11-01T10:00:00Z',
    last: '2026-11-01T10:00:00Z',
    direction: 'out',
    ...more,
});

describe('mergeAttempts', () => {
    it('takes both families of one host for one destination', () => {
        const [row, ...others] = mergeAttempts([
            attempt({address: '2001:db8:113::80', count: 2, last: '2026-11-01T12:00:00Z'}),
            attempt({count: 3, first: '2026-11-01T09:00:00Z', program: '/usr/bin/wget'}),
        ]);
        expect(others).toEqual([]);
        expect(row).toEqual({
            ...attempt({address: '2001:db8:113::80', count: 5}),
            first: '2026-11-01T09:00:00Z',
            last: '2026-11-01T12:00:00Z',
            addresses: ['2001:db8:113::80', '203.0.113.80'],
            programs: ['/usr/bin/curl', '/usr/bin/wget'],
        });
    });

    it('keeps apart what differs in anything that a rule could tell apart', () => {
        const different: Partial<AttemptLike>[] = [
            {},
            {group: 'mail'},
            {user: 'bob', uid: 1001},
            {protocol: 'udp'},
            {port: 80},
            {host: 'other.example.org'},
            {direction: 'in'},
            {question: 'www.example.org'},
        ];
        expect(mergeAttempts(different.map(attempt)).length).toBe(different.length);
    });

    it('keeps addresses without a name apart', () => {
        const rows = mergeAttempts([
            attempt({host: null}),
            attempt({host: null, address: '203.0.113.81'}),
            attempt({host: null}),
        ]);
        expect(rows.map(({address, count}) => [address, count])).toEqual([
            ['203.0.113.80', 2],
            ['203.0.113.81', 1],
        ]);
    });

    it('counts questions for one name together, whichever server was asked', () => {
        const lookup = {question: 'tracker.example.com', host: null, port: 53, protocol: 'udp'};
        const rows = mergeAttempts([
            attempt(lookup),
            attempt({...lookup, protocol: 'tcp', address: '203.0.113.53'}),
        ]);
        expect(rows.map(({count}) => count)).toEqual([2]);
    });

    it('keeps users without a name apart', () => {
        const rows = mergeAttempts([attempt({user: null, uid: 1}), attempt({user: null, uid: 2})]);
        expect(rows.length).toBe(2);
    });
});

describe('idOf', () => {
    it('is the same for everything that makes one entry, and another for another', () => {
        const id = idOf(attempt({}));
        expect(id).toMatch(/^[0-9a-f]{6}$/);
        expect(idOf(attempt({address: '2001:db8:113::80', count: 9, program: null}))).toBe(id);
        for (const other of [{group: 'mail'}, {port: 80}, {host: 'api.example.net'}, {user: 'bob'}])
            expect(idOf(attempt(other))).not.toBe(id);
    });
});

describe('subjectOf', () => {
    const of = (group: string | null, gid: number | null, user: string | null, uid: number | null) =>
        subjectOf({group, gid, user, uid});

    it('is the app group', () => {
        expect(of('web', 30000, 'alice', 1000)).toBe('web');
        expect(of('59999', 59999, 'alice', 1000)).toBe('59999');
    });

    it('is the user where the group is none of ours, though it has a name', () => {
        expect(of('alice', 1000, 'alice', 1000)).toBe('user:alice');
        expect(of('users', 60000, 'alice', 1000)).toBe('user:alice');
        expect(of(null, null, null, 70000)).toBe('user:70000');
    });

    it('may be nobody', () => {
        expect(of(null, null, null, null)).toBeNull();
    });
});
