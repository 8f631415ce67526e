import type {Settings} from '../../../core/config/types.js';
import {resolvePolicy} from '../../../core/policy/resolve.js';
import {renderGeneration} from '../../../core/render/generation.js';
import {config, grant, group, machine, tcp} from '../policy/fixtures.js';

const choices: {[K in keyof Settings]?: Settings[K][]} = {
    resolver: ['gate', 'none', 'dnsmasq', 'networkmanager'],
    dns: ['all', 'listed', 'own'],
    blocked: ['reject', 'drop'],
    forward: ['leave', 'drop'],
    marks: ['map', 'bpf', 'rule'],
};
const sums = Object.entries(choices).reduce<Partial<Settings>[]>(
    (list, [key, values]) => list.flatMap(settings => values.map(value => ({...settings, [key]: value}))),
    [{}],
);

const users = [
    ...machine.users,
    {name: 'dnsmasq', uid: 989, gid: 65534, home: '/', shell: '/usr/sbin/nologin'},
];

describe('chains with a hook, sets and maps', () => {
    // The kernel refuses another hook or type under the same name, and a switch of settings would fail.
    it('of one name have one hook or type, whatever the settings', () => {
        const hooks = new Map<string, string>();
        let rendered = 0;
        for (const settings of sums) {
            const input = config({settings, groups: [group('web', [grant('www.example.org', [tcp(443)])])]});
            const {policy} = resolvePolicy(input, {...machine, users, marks: {map: true, bpf: true}});
            if (!policy) continue; // such as dns "own" without the gate
            rendered++;
            const text = renderGeneration(policy).get('ruleset.nft')!;
            const declared = /((?:chain|set|map) \w+) \{\s*((?:type|typeof) [^;\n]+)/g;
            for (const [, name, hook] of text.matchAll(declared)) {
                expect(hooks.get(name!) ?? hook)
                    .withContext(`${name} under ${JSON.stringify(settings)}`)
                    .toBe(hook);
                hooks.set(name!, hook!);
            }
        }
        expect(rendered).toBeGreaterThan(50);
        expect(hooks.size).toBeGreaterThan(5);
    });
});
