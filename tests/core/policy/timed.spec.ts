import {resolvePolicy} from '../../../core/policy/resolve.js';
import {parseEndpoint, timerOf, withTimed} from '../../../core/policy/timed.js';
import {renderGeneration} from '../../../core/render/generation.js';
import {config, grant, group, machine, tcp} from './fixtures.js';

const plain = config({groups: [group('web', [grant('www.example.org', [tcp(443)])]), group('other')]});

const withNames = {
    ...machine,
    users: [...machine.users, {...machine.users[0]!, name: 'galaf-names', uid: 990}],
};

function ruleset(input: typeof plain): string {
    const {policy, diagnostics} = resolvePolicy(input, withNames);
    if (!policy) throw new Error(JSON.stringify(diagnostics));
    return renderGeneration(policy).get('ruleset.nft')!;
}

describe('timed permissions', () => {
    const timed = (endpoint: unknown) => ruleset(withTimed(plain, [{id: 'a1', subject: 'web', endpoint}]));

    it('hold only for whom their set names, whatever the endpoint is', () => {
        const endpoints = [
            {to: 'mail.example.org', ports: 'tcp/993'},
            {to: '192.0.2.1', ports: 'tcp/80'},
            {to: '192.0.2.0/24'},
            {to: 'lan'},
            {to: 'any', ports: 'udp/53'},
        ];
        const before = new Set(ruleset(plain).split('\n'));
        for (const endpoint of endpoints) {
            const text = timed(endpoint);
            expect(text)
                .withContext(JSON.stringify(endpoint))
                .toContain(`set ${timerOf('a1')} {`);
            const chain = /chain app_\d+ \{[^}]*mail|chain app_\d+ \{[^]*?\n {4}\}/.exec(text)![0];
            const added = chain
                .split('\n')
                .filter(line => !before.has(line) && /accept|jump|goto/.test(line));
            expect(added.length).withContext(chain).toBeGreaterThan(0);
            for (const line of added) expect(line).toContain(`meta skgid @${timerOf('a1')} `);
        }
    });

    it('add no element to the sets of what holds for good', () => {
        const elements = (text: string) => text.split('\n').filter(line => line.startsWith('add element'));
        expect(elements(timed({to: '192.0.2.1', ports: 'tcp/80'}))).toEqual(elements(ruleset(plain)));
    });

    it('leave out subjects that the configuration does not have', () => {
        expect(withTimed(plain, [{id: 'a1', subject: 'gone', endpoint: {to: 'any'}}])).toEqual(plain);
    });

    it('are for users too whom the files do not name', () => {
        const text = ruleset(
            withTimed(plain, [{id: 'a1', subject: 'user:alice', endpoint: {to: '192.0.2.1'}}]),
        );
        expect(text).toContain(`meta skuid @${timerOf('a1')} ip daddr 192.0.2.1 goto sent`);
    });

    it('are read as the file would be', () => {
        expect(parseEndpoint({to: 'mail example'}).grants).toEqual([]);
        expect(parseEndpoint({to: 'x.org', prots: 'tcp/1'}).diagnostics[0]?.code).toBe('unknown-key');
    });
});

describe('a recording that ends by itself', () => {
    const recorded = (settings: Partial<typeof plain.settings> = {}, subject = 'web') =>
        withTimed({...plain, settings: {...plain.settings, ...settings}}, [
            {id: 'r1', subject, endpoint: null},
        ]);
    const chainOf = (text: string, name: string) =>
        new RegExp(`chain ${name} \\{[^]*?\\n {4}\\}`).exec(text)![0].split('\n');
    const added = (after: string, before: string, name: string) => {
        const old = new Set(chainOf(before, name).map(line => line.trim()));
        return chainOf(after, name)
            .map(line => line.trim())
            .filter(line => line && !old.has(line));
    };
    const gid = /chain app_(\d+)/.exec(ruleset(plain))![1]!;
    const match = `meta skgid @${timerOf('r1')}`;

    it('adds to the chain only what its set switches on', () => {
        expect(added(ruleset(recorded()), ruleset(plain), `app_${gid}`)).toEqual([
            `${match} jump record`,
            `${match} ip daddr @private4 goto sent`,
            `${match} ip6 daddr @private6 goto sent`,
            `${match} goto sent`,
        ]);
    });

    it('accepts last, so that addresses in use stay learned', () => {
        expect(chainOf(ruleset(recorded()), `app_${gid}`).at(-2)!.trim()).toBe(`${match} goto sent`);
    });

    it('lets the group ask for any name as long', () => {
        const own = {dns: 'own'} as const;
        const before = ruleset({...plain, settings: {...plain.settings, ...own}});
        const after = ruleset(recorded(own));
        expect(added(after, before, 'dns_judge')).toEqual([`${match} accept`]);
        expect(added(after, before, 'gate_ways')).toEqual([
            `meta l4proto { tcp, udp } ip6 daddr fe80::/10 ip6 saddr fe80::/10 ${match} dnat ip6 to ip6 saddr : 61000`,
            `meta l4proto { tcp, udp } ${match} redirect to :61000`,
        ]);
        expect(added(after, before, 'dns_zones')).toEqual([`${match} ct original zone set 61000 accept`]);
        for (const [chain, map] of [
            ['gate_ways', '@gate_ports'],
            ['dns_zones', '@gate_zones'],
        ] as const) {
            const lines = chainOf(after, chain).map(line => line.trim());
            expect(lines.findIndex(line => line.includes(match))).toBeLessThan(
                lines.findIndex(line => line.includes(map)),
            );
        }
    });

    it('gives no leave to ask that outlasts it', () => {
        const listed = ruleset(recorded({dns: 'listed'}, 'other'));
        const gids = /add element inet galaf dns_gids \{[^}]*\}/.exec(listed)?.[0];
        expect(gids).toBe(
            /add element inet galaf dns_gids \{[^}]*\}/.exec(
                ruleset({...plain, settings: {...plain.settings, dns: 'listed'}}),
            )?.[0],
        );
        expect(chainOf(listed, 'dns_judge').map(line => line.trim())).toContain(`${match} accept`);
    });
});
