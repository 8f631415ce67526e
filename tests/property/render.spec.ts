import fc from 'fast-check';
import type {Config} from '../../core/config/types.js';
import {resolvePolicy} from '../../core/policy/resolve.js';
import type {GenerationFiles} from '../../core/policy/types.js';
import {renderGeneration} from '../../core/render/generation.js';
import {machine} from '../core/policy/fixtures.js';
import {anyConfig} from './arbitraries.js';
import {dnsmasqCheck, nftCheck, nftTree, shape} from './tools.js';

function files(config: Config): GenerationFiles {
    const {policy, diagnostics} = resolvePolicy(config, machine);
    if (!policy) throw new Error(JSON.stringify(diagnostics));
    return renderGeneration(policy);
}

/** Text in the fields that may hold any; numbers and names of other things stay. */
function withText(config: Config, text: (original: string) => string): Config {
    return {
        ...config,
        groups: config.groups.map(group => ({...group, title: text('title'), icon: text('icon')})),
        inbound: config.inbound.map(service => ({...service, name: text('service')})),
    };
}

const hostile = fc.oneof(
    fc.string({unit: 'binary', maxLength: 200}),
    fc.constantFrom(
        '"; accept; #',
        '"\n        accept\n',
        '" } chain x { type filter hook output priority 0; policy accept; } #',
        '\\" accept',
        '$(reboot)',
        '@include "/etc/passwd"',
        '\u2028accept',
        '\u0000',
        'é'.repeat(64),
    ),
);

/** fast-check shrinks on exceptions; jasmine's expectations would only pile up. */
function same(actual: unknown, expected: unknown, what: string): void {
    const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (a !== b) throw new Error(`${what} differ:\n${a}\n${b}`);
}

describe('every valid configuration', () => {
    it('renders twice to the same bytes, and nft and dnsmasq accept them', () => {
        fc.assert(
            fc.property(anyConfig, config => {
                const first = files(config);
                same([...files(structuredClone(config))], [...first], 'two renderings');
                same(nftCheck(first.get('ruleset.nft')!), '', 'nft and silence');
                same(dnsmasqCheck(first.get('gate.conf') ?? ''), '', 'dnsmasq and silence');
            }),
            {numRuns: 30},
        );
        expect().nothing();
    }, 120_000);

    it('gives the same tree whatever its free text says', () => {
        fc.assert(
            fc.property(anyConfig, hostile, (config, text) => {
                const harmless = files(withText(config, original => original)).get('ruleset.nft')!;
                const attacked = files(withText(config, () => text)).get('ruleset.nft')!;
                same(shape(nftTree(attacked)), shape(nftTree(harmless)), 'trees');
            }),
            {numRuns: 20},
        );
        expect().nothing();
    }, 120_000);
});
