import type {Config} from '../../../core/config/types.js';
import {resolvePolicy} from '../../../core/policy/resolve.js';
import type {GenerationFiles} from '../../../core/policy/types.js';
import {renderClosed} from '../../../core/render/closed.js';
import {renderGeneration} from '../../../core/render/generation.js';
import {quote} from '../../../core/render/text.js';
import {carryOver, declaredNames, renderTransition} from '../../../core/render/transition.js';
import {config, grant, group, machine, tcp} from '../policy/fixtures.js';

function files(input: Config): GenerationFiles {
    const {policy, diagnostics} = resolvePolicy(input, machine);
    if (!policy) throw new Error(JSON.stringify(diagnostics));
    return renderGeneration(policy);
}

const ruleset = (input: Config) => files(input).get('ruleset.nft')!;

describe('quote', () => {
    it('cannot be left, and fits into 127 bytes', () => {
        expect(quote('a"b\n;#\u0000')).toBe(`"a'b ;# "`);
        expect(quote('x'.repeat(200)).length).toBe(129);
        expect(quote('é'.repeat(100))).toBe(`"${'é'.repeat(63)}"`);
        expect(quote('\ud83d')).toBe('" "');
    });
});

describe('ruleset', () => {
    it('is the same text every time', () => {
        const input = config({groups: [group('a', [grant('x.org', [tcp(443)])])]});
        expect(ruleset(input)).toBe(ruleset(input));
    });

    it('cuts overlapping static grants into parts that do not overlap', () => {
        const range = (from: string, to: string) =>
            ({kind: 'addresses', ranges: [{family: 4, from, to}]}) as const;
        const text = ruleset(
            config({
                groups: [
                    group('a', [
                        grant(range('10.0.0.0', '10.0.0.255'), [tcp(80)]),
                        grant(range('10.0.0.16', '10.0.0.31'), [tcp(70, 90), tcp(85, 95)]),
                    ]),
                ],
            }),
        );
        const elements = /add element inet galaf static4 \{\n([^}]*)\}/.exec(text)![1]!;
        expect(elements.trim().split(/,\n\s*/)).toEqual([
            '30000 . tcp . 10.0.0.0/28 . 80',
            '30000 . tcp . 10.0.0.16/28 . 70-95',
            '30000 . tcp . 10.0.0.32-10.0.0.255 . 80',
        ]);
    });

    it('shares port profiles', () => {
        const ports = [1, 3, 5, 7, 9].map(port => tcp(port));
        const text = ruleset(
            config({groups: [group('a', [grant('x.org', ports)]), group('b', [grant('y.org', ports)])]}),
        );
        expect(text.match(/tcp dport \{ 1, 3, 5, 7, 9 \}/g)!.length).toBe(1);
    });

    it('throws rather than writing text that leaves its rule', () => {
        const input = config({
            groups: [group('a', [grant({kind: 'any'}, [], {raw: {4: 'accept; accept'}})])],
        });
        expect(() => ruleset(input)).toThrowError(/unsafe/);
    });
});

describe('launch file', () => {
    it('is a list of records', () => {
        const text = files(
            config({
                groups: [
                    group('web', [], {
                        execv: ['/usr/bin/x', '-a', '…', 'b=c'],
                        env: ['LANG', 'A=b c'],
                        args: {kind: 'uris', schemes: ['https', 'http']},
                        harden: 'userns',
                        launch: 'scope',
                    }),
                ],
            }),
        ).get('launch/web')!;
        expect(text.split('\0')).toEqual([
            'galaf-launch=2',
            'gid=30000',
            'unit=app-galaf-web',
            'harden=userns',
            'users=1000-1001',
            'args=uris',
            'scheme=https:',
            'scheme=http:',
            'env=LANG',
            'env=A=b c',
            'argv=/usr/libexec/galaf/galaf-session',
            'argv=scope',
            'argv=app-galaf-web',
            'argv=/usr/bin/x',
            'argv=-a',
            'args',
            'argv=b=c',
            '',
        ]);
    });
});

describe('gate', () => {
    it('gives nested names the sets of their parents, in one line a name', () => {
        const text = files(
            config({
                groups: [group('a', [grant('x.org')]), group('b', [grant('a.b.x.org'), grant('x.org')])],
            }),
        ).get('gate.conf')!;
        const lines = text.split('\n').filter(line => line.includes('x.org/'));
        expect(lines.length).toBe(2);
        expect(lines.find(line => line.includes('/a.b.x.org/'))!.split(',').length).toBe(4);
    });

    it('is absent without a gate', () => {
        expect(files(config({settings: {resolver: 'none'}})).has('gate.conf')).toBeFalse();
    });
});

describe('transition', () => {
    const before = files(
        config({groups: [group('a', [grant('x.org', [tcp(1)])])], settings: {forward: 'drop'}}),
    );
    const after = files(
        config({groups: [group('b', [grant('y.org', [tcp(2)])])], settings: {marks: 'rule'}}),
    );
    const names = declaredNames(before.get('ruleset.nft')!);
    const existing = {
        chains: [...names.chains],
        sets: [...names.sets, '__set0'],
        maps: [...names.maps],
        counters: [...names.counters, 'old'],
    };

    it('removes what is stale after everything that referred to it', () => {
        const text = renderTransition(after, existing);
        const removed = text.slice(after.get('ruleset.nft')!.length).split('\n');
        expect(removed.filter(line => line.startsWith('flush'))).toEqual([
            'flush map inet galaf marks',
            'flush map inet galaf marks_gid',
            'flush map inet galaf marks_uid',
        ]);
        expect(removed).toContain('delete chain inet galaf forward');
        expect(removed.filter(line => line.startsWith('delete set')).length).toBe(2);
        expect(removed).toContain('delete counter inet galaf old');
    });

    it('changes nothing when nothing is stale', () => {
        expect(renderTransition(before, {...existing, sets: [...names.sets], counters: []})).toBe(
            before.get('ruleset.nft')!,
        );
    });
});

describe('carryOver', () => {
    const of = (stem: string, ...domains: string[]) => ({stem, domains, families: [4 as const]});

    it('lets a wider class take over, never a narrower one', () => {
        expect(carryOver([of('n_a', 'a')], [of('n_ab', 'a', 'b')])).toEqual([{from: 'n_a', to: 'n_ab'}]);
        expect(carryOver([of('n_ab', 'a', 'b')], [of('n_a', 'a'), of('n_b', 'b')])).toEqual([]);
        expect(carryOver([of('n_ab', 'a', 'b')], [of('n_a', 'a')])).toEqual([]);
        expect(carryOver([of('n_a', 'a')], [of('n_a', 'a')])).toEqual([]);
    });
});

describe('closed', () => {
    it('declares the base chains of a ruleset', () => {
        const closed = renderClosed('galaf');
        for (const line of closed.match(/type filter .*/g)!) expect(ruleset(config())).toContain(line);
    });
});
