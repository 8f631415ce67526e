import type {Config} from '../../../core/config/types.js';
import {FIRST_PORT, nextSlot, slotsOf} from '../../../core/policy/gates.js';
import {resolvePolicy} from '../../../core/policy/resolve.js';
import type {GenerationFiles, Machine, Policy} from '../../../core/policy/types.js';
import {portOf} from '../../../core/render/gate.js';
import {renderGeneration} from '../../../core/render/generation.js';
import {config, grant, group, machine as common} from './fixtures.js';

const machine: Machine = {
    ...common,
    users: [
        ...common.users,
        {name: 'galaf-names', uid: 989, gid: 989, home: '/var/empty', shell: '/usr/sbin/nologin'},
    ],
};

function policyOf(input: Config, on = machine): Policy {
    const {policy, diagnostics} = resolvePolicy(input, on);
    if (!policy) throw new Error(JSON.stringify(diagnostics));
    return policy;
}

const own = (...groups: Config['groups']) => config({settings: {dns: 'own'}, groups});
const codes = (input: Config, on = machine) =>
    resolvePolicy(input, on).diagnostics.map(({severity, code}) => `${severity} ${code}`);
const ports = (files: GenerationFiles) =>
    Object.fromEntries(
        [...files].flatMap(([name, text]) => (name.includes('gate') ? [[name, portOf(text)]] : [])),
    );

describe('gates', () => {
    it('are one for everybody, and one for each group that has names and only names under dns own', () => {
        const groups = [
            group('mail', [grant('imap.example.org')]),
            group('open', [grant('www.example.org'), grant({kind: 'any'})]),
            group('learning', [grant('www.example.org')], {record: true}),
            group('fixed', [grant({kind: 'lan'})]),
        ];
        expect(policyOf(config({groups})).gates).toEqual([{gid: null, port: FIRST_PORT}]);
        expect(policyOf(own(...groups)).gates.map(({gid}) => gid)).toEqual([null, 30000]);
        expect(policyOf(config({groups, settings: {resolver: 'none'}})).gates).toEqual([]);
    });

    it('never share a port, whatever the gids', () => {
        const groups = Array.from({length: 300}, (_, i) => group(`g${i}`, [grant(`n${i}.example.org`)]));
        // Ids 1133 apart fall on the same place.
        const taken = groups.map(({name}, i) => ({name, gid: 30000 + (i % 3) * 1133 + i, members: []}));
        const {gates} = policyOf(own(...groups), {...machine, groups: [...machine.groups, ...taken]});
        const all = gates.flatMap(({port}) => slotsOf(port));
        expect(gates.length).toBe(301);
        expect(new Set(all).size).toBe(all.length);
        expect(Math.max(...all)).toBeLessThan(65536);
    });

    it('want their user, the gate mode, and a number of groups that a machine can bear', () => {
        expect(codes(own(), common)).toEqual(['error no-names-user']);
        expect(codes(config({settings: {dns: 'own', resolver: 'none'}}))).toEqual(['error own-needs-gate']);
        const many = (count: number) =>
            own(...Array.from({length: count}, (_, i) => group(`g${i}`, [grant('www.example.org')])));
        expect(codes(many(50))).toEqual([]);
        expect(codes(many(51))).toEqual(['warning many-gates']);
        expect(codes(many(1134))).toEqual(['error too-many-gates']);
    });
});

describe('a gate', () => {
    const before = renderGeneration(
        policyOf(own(group('a', [grant('a.example.org')]), group('b', [grant('b.example.org')]))),
    );
    const [a, b] = [`gate/30000.conf`, `gate/30001.conf`];

    it('keeps its port while its lines are the same', () => {
        const again = policyOf(
            own(group('a', [grant('a.example.org')]), group('b', [grant('b.example.org')])),
        );
        expect([...renderGeneration(again, before)]).toEqual([...before]);
    });

    it('moves to its next port when its lines change, alone, and comes round', () => {
        const changed = (name: string) =>
            policyOf(own(group('a', [grant('a.example.org')]), group('b', [grant(name)])));
        let files = renderGeneration(changed('c.example.org'), before);
        expect(ports(files)[a]).toBe(ports(before)[a]);
        expect(ports(files)[b]).toBe(nextSlot(ports(before)[b]!));
        expect(ports(files)['gate.conf']).toBe(nextSlot(ports(before)['gate.conf']!));
        expect(files.get('ruleset.nft')).toContain(`30001 : ${ports(files)[b]}`);
        for (const name of ['d', 'e', 'b']) files = renderGeneration(changed(`${name}.example.org`), files);
        expect([...files]).toEqual([...before]);
    });
});
