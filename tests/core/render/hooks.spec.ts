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

/** Rules of a chain and of all that it leads to, with the names of their chains. */
function* reachable(text: string, start: string): Generator<readonly [chain: string, rule: string]> {
    const chains = new Map(
        [...text.matchAll(/^ {4}chain (\w+) \{\n([^]*?)^ {4}\}/gm)].map(([, name, body]) => [
            name!,
            body!.split('\n').map(line => line.trim()),
        ]),
    );
    const maps: Record<string, RegExp> = {apps: /^app_/, users: /^user_/};
    const left = [start];
    const seen = new Set(left);
    for (let chain = left.pop(); chain; chain = left.pop()) {
        for (const rule of chains.get(chain) ?? []) {
            yield [chain, rule];
            const map = maps[/vmap @(\w+)/.exec(rule)?.[1] ?? ''];
            const next = map
                ? [...chains.keys()].filter(name => map.test(name))
                : [/(?:jump|goto) (\w+)/.exec(rule)?.[1] ?? ''];
            for (const name of next) {
                if (!name || seen.has(name)) continue;
                seen.add(name);
                left.push(name);
            }
        }
    }
}

describe('whatever is let through', () => {
    it('is counted, unless it stays on this machine', () => {
        const everything = group('web', [grant('www.example.org', [tcp(443)]), grant({kind: 'any'}, [])]);
        for (const settings of sums) {
            const input = config({settings, groups: [everything]});
            const {policy} = resolvePolicy(input, {...machine, users, marks: {map: true, bpf: true}});
            if (!policy) continue;
            const text = renderGeneration(policy).get('ruleset.nft')!;
            for (const [hook, counting] of [
                ['output', 'sent'],
                ['input', 'received'],
            ] as const) {
                const accepting = [...reachable(text, hook)]
                    .filter(([, rule]) => /\baccept\b/.test(rule))
                    .sort();
                expect(accepting.filter(([, rule]) => rule !== 'iif "lo" accept'))
                    .withContext(`${hook} under ${JSON.stringify(settings)}`)
                    .toEqual([
                        ...(hook === 'output' ? [['loopback', 'accept'] as const] : []),
                        // Alone: where a set is full, counting fails, and with it the rest of its rule.
                        [counting, 'accept'],
                    ]);
            }
        }
    });
});
