import {resolvePolicy} from '../../../core/policy/resolve.js';
import {parseEndpoint, timerOf, withTimed} from '../../../core/policy/timed.js';
import {renderGeneration} from '../../../core/render/generation.js';
import {config, grant, group, machine, tcp} from './fixtures.js';

const plain = config({groups: [group('web', [grant('www.example.org', [tcp(443)])]), group('other')]});

function ruleset(input: typeof plain): string {
    const {policy, diagnostics} = resolvePolicy(input, machine);
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

    it('are read as the file would be', () => {
        expect(parseEndpoint({to: 'mail example'}).grants).toEqual([]);
        expect(parseEndpoint({to: 'x.org', prots: 'tcp/1'}).diagnostics[0]?.code).toBe('unknown-key');
    });
});
