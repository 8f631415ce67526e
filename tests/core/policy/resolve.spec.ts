import type {Config} from '../../../core/config/types.js';
import {
    indexToMark,
    markOwners,
    markToIndex,
    bpfMark,
    decodeBpfMark,
    INDEX_MASK,
    MAX_INDEX,
} from '../../../core/marks.js';
import {collidesWithTailscale} from '../../../core/policy/gids.js';
import {shortHash} from '../../../core/policy/hash.js';
import {toRanges} from '../../../core/policy/launchers.js';
import {resolvePolicy} from '../../../core/policy/resolve.js';
import type {Machine, Policy} from '../../../core/policy/types.js';
import {config, grant, group, machine, tcp, udp, user} from './fixtures.js';

function resolved(input: Config, on: Machine = machine): Policy {
    const {policy, diagnostics} = resolvePolicy(input, on);
    if (!policy) throw new Error(JSON.stringify(diagnostics));
    return policy;
}

const codes = (input: Config, on: Machine = machine) =>
    resolvePolicy(input, on).diagnostics.map(({severity, code}) => `${severity} ${code}`);

describe('gids', () => {
    const on: Machine = {
        ...machine,
        groups: [
            {name: 'old', gid: 30002, members: []},
            {name: 'other', gid: 30000, members: []},
            {name: 'games', gid: 60, members: []},
            {name: 'open', gid: 30100, members: ['alice']},
        ],
    };

    it('keeps existing ids, skips taken ones and those that look like marks of Tailscale', () => {
        // 29956 = 0x7504.
        const {groups} = resolved(
            config({
                groups: [group('a'), group('old'), group('b'), group('c')],
                settings: {gidRange: [29955, 59999]},
            }),
            on,
        );
        expect(groups.map(({name, gid, exists}) => [name, gid, exists])).toEqual([
            ['a', 29955, false],
            ['old', 30002, true],
            ['b', 29957, false],
            ['c', 29958, false],
        ]);
    });

    it('gives no id that a process has kept from a group that is gone', () => {
        const {groups} = resolved(config({groups: [group('a'), group('old'), group('b')]}), {
            ...on,
            gidsInUse: [30002, 30003],
        });
        expect(groups.map(({name, gid}) => [name, gid])).toEqual([
            ['a', 30001],
            ['old', 30002],
            ['b', 30004],
        ]);
    });

    it('gives one that another group had when no others are left', () => {
        const groups = ['a', 'b', 'c'].map(name => group(name));
        const given = (last: number) =>
            resolved(config({groups, settings: {gidRange: [29953, last]}}), {
                ...on,
                formerGids: [29953, 29955],
            }).groups.map(({gid}) => gid);
        expect(given(29960)).toEqual([29954, 29957, 29958]);
        expect(given(29956)).toEqual([29954, 29953, 29955]);
    });

    it('takes those last when the range holds no others', () => {
        const groups = ['a', 'b', 'c'].map(name => group(name));
        const settings = {gidRange: [29955, 29957]} as const;
        expect(resolved(config({groups, settings})).groups.map(({gid}) => gid)).toEqual([
            29955, 29957, 29956,
        ]);
    });

    it('tests the whole byte, as Tailscale does', () => {
        expect([0x7504, 0x7508].every(collidesWithTailscale)).toBeTrue();
        expect([0x750c, 0x7500, 0x7514, 0x7518, 0x0405].some(collidesWithTailscale)).toBeFalse();
    });

    it('refuses groups of others, members, and a full range', () => {
        expect(codes(config({groups: [group('games')]}), on)).toEqual(['error foreign-group']);
        expect(codes(config({groups: [group('open')]}), on)).toEqual(['error group-has-members']);
        const full = config({groups: [group('a'), group('b')], settings: {gidRange: [31000, 31000]}});
        expect(codes(full, on)).toEqual(['error gid-range-full']);
    });
});

describe('launchers', () => {
    it('are people by default, as merged ranges', () => {
        expect(resolved(config({groups: [group('a')]})).groups[0]!.launchers).toEqual([[1000, 1001]]);
        expect(toRanges([5, 3, 4, 9, 9])).toEqual([
            [3, 5],
            [9, 9],
        ]);
    });

    it('are the named users; unknown ones only warn', () => {
        const input = config({groups: [group('a', [], {users: ['bob', 'nobody-here', 'build']})]});
        expect(resolved(input).groups[0]!.launchers).toEqual([[1001, 1002]]);
        expect(codes(input)).toEqual(['warning unknown-user']);
    });
});

describe('users', () => {
    it('loads the rest when a user is missing', () => {
        const input = config({
            users: [user('gone', [grant('x.org')]), user('build', [grant('y.org', [tcp(1)])])],
        });
        expect(codes(input)).toEqual(['warning unknown-user']);
        expect(resolved(input).users[0]).toEqual(jasmine.objectContaining({name: 'build', uid: 1002}));
    });

    it('warns about a person who may reach everything', () => {
        expect(codes(config({users: [user('alice', [grant({kind: 'any'})])]}))).toEqual([
            'warning user-opens-everything',
        ]);
        expect(codes(config({users: [user('alice', [grant({kind: 'any'}, [tcp(443)])])]}))).toEqual([]);
        expect(codes(config({users: [user('root', [grant({kind: 'any'})])]}))).toEqual([]);
    });

    it('get what the presets stand for, added to what the configuration says', () => {
        const {users} = resolved(config({users: [user('_apt', [grant('mirror.example.net', [tcp(443)])])]}));
        const apt = users.find(({name}) => name === '_apt')!;
        expect(apt.grants.map(({to}) => to)).toEqual([
            {kind: 'domains', domains: ['mirror.example.net']},
            {kind: 'domains', domains: ['deb.example.org']},
        ]);
        expect(users.find(({uid}) => uid === 992)!.grants[0]!.ports).toEqual([udp(123)]);
        expect(users.filter(({uid}) => uid === 990 || uid === 991).length).toBe(2);
    });
});

describe('settings', () => {
    it('refuses what this version or machine cannot do', () => {
        const bare = {...machine, gateUid: null, marks: {map: false, bpf: false}};
        expect(codes(config(), bare)).toEqual(['error no-gate-user']);
        expect(codes(config({settings: {resolver: 'none', marks: 'map'}}), bare)).toEqual([
            'error marks-unsupported',
        ]);
        expect(codes(config(), {...machine, resolverUids: [0]})).toEqual(['error shared-resolver-uid']);
    });

    it('settles marks by what was probed', () => {
        const mode = (map: boolean, bpf: boolean) =>
            resolved(config(), {...machine, marks: {map, bpf}}).marks;
        expect([mode(true, true), mode(false, true), mode(false, false)]).toEqual(['map', 'bpf', 'rule']);
    });

    it('warns about marks of others in bpf mode', () => {
        const on = {
            ...machine,
            groups: [{name: 'ts', gid: 0x7608, members: []}],
            users: [
                ...machine.users,
                {name: 'big', uid: 0x4001, gid: 0x4001, home: '/home/big', shell: '/bin/sh'},
            ],
        };
        const input = config({groups: [group('ts')], settings: {marks: 'bpf'}});
        expect(codes(input, on)).toEqual(['warning mark-collision', 'warning mark-collision']);
        expect(codes({...input, settings: {...input.settings, marks: 'map'}}, on)).toEqual([]);
    });
});

describe('inbound', () => {
    it('refuses names as sources and warns about unknown owners', () => {
        const {origin} = group('x');
        const base = {name: 'ssh', ports: [tcp(22)], origin};
        const named = {...base, from: {kind: 'domains', domains: ['x.org']} as const, as: null};
        expect(codes(config({inbound: [named]}))).toEqual(['error inbound-source']);
        const unknown = {...base, from: {kind: 'any'} as const, as: {kind: 'user', name: 'sshd'} as const};
        expect(codes(config({inbound: [unknown]}))).toEqual(['warning unknown-user']);
    });
});

describe('domain classes', () => {
    it('are one per domain while there are few, with the families in use', () => {
        const {classes} = resolved(
            config({
                base: {...config().base, apt: false, ntp: false},
                groups: [
                    group('a', [grant({kind: 'domains', domains: ['b.org', 'a.org']}, [], {families: [4]})]),
                    group('b', [grant('a.org', [], {families: [6]})]),
                ],
            }),
        );
        expect(classes.map(({domains, families}) => [domains, families])).toEqual([
            [['a.org'], [4, 6]],
            [['b.org'], [4]],
        ]);
    });

    it('are shared between domains with the same consumers when there are many', () => {
        const names = (prefix: string) => Array.from({length: 300}, (_, i) => `${prefix}${i}.org`);
        const many = config({
            base: {...config().base, apt: false, ntp: false},
            groups: [
                group('a', [grant({kind: 'domains', domains: names('x')}, [tcp(443)])]),
                group('b', [grant({kind: 'domains', domains: [...names('y'), 'x7.org']}, [tcp(443)])]),
            ],
        });
        const {classes} = resolved(many);
        expect(classes.map(({domains}) => domains.length).sort()).toEqual([1, 299, 300]);
    });

    it('refuses a nesting that dnsmasq could not read', () => {
        const names = Array.from({length: 20}, (_, i) => `${'a.'.repeat(i)}example.org`);
        expect(codes(config({groups: [group('a', [grant({kind: 'domains', domains: names})])]}))).toContain(
            'error too-many-nested-names',
        );
    });
});

describe('marks', () => {
    it('stay the same in later generations, and numbers are not used twice', () => {
        const first = resolved(config({groups: [group('a'), group('b')]}));
        const second = resolvePolicy(
            config({groups: [group('c'), group('b')]}),
            {...machine, groups: [{name: 'b', gid: 30001, members: []}]},
            first.markTable,
        ).policy!;
        expect(second.markTable.slice(0, first.markTable.length)).toEqual([...first.markTable]);
        expect(new Set(second.markTable.map(({mark}) => mark)).size).toBe(second.markTable.length);
    });

    it('keep to their bits', () => {
        for (const index of [1, 0x3fff, 0x4000, MAX_INDEX]) {
            const mark = indexToMark(index);
            expect(markToIndex(mark)).toBe(index);
            expect((mark & ~INDEX_MASK) >>> 0).toBe(0);
        }
    });

    it('of the eBPF program tell root from nobody', () => {
        expect(bpfMark(0, 0)).not.toBe(0);
        expect(decodeBpfMark(bpfMark(30001, 0))).toEqual({gid: 30001, uid: 0});
        expect(decodeBpfMark(bpfMark(30001, 70000))).toEqual({gid: 30001, uid: null});
        expect(bpfMark(30001, 1000)).toBe(30001 * 65536 + 1000);
    });

    it('have owners, but for 0 and what nobody was given', () => {
        const entries = [{mark: indexToMark(5), gid: 30001, uid: 1000}];
        const mapped = markOwners('map', entries);
        expect(mapped((indexToMark(5) | 0x80000) >>> 0)).toEqual(
            jasmine.objectContaining({gid: 30001, uid: 1000}),
        );
        expect(mapped(indexToMark(6))).toBeNull();
        expect(mapped(0x80000)).toBeNull();
        const computed = markOwners('bpf', []);
        expect(computed(bpfMark(0, 0))).toEqual({gid: 0, uid: 0});
        expect(computed(0)).toBeNull();
    });
});

describe('shortHash', () => {
    it('is FNV-1a', () => {
        // Test vectors of draft-eastlake-fnv: "" and "foobar".
        expect(shortHash('')).toBe('cbf29ce48422');
        expect(shortHash('foobar')).toBe('85944171f739');
    });
});
