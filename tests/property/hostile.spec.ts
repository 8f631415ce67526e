import fc from 'fast-check';
import {parseConfig} from '../../core/config/parse.js';
import {resolvePolicy} from '../../core/policy/resolve.js';
import type {GenerationFiles} from '../../core/policy/types.js';
import {renderGeneration} from '../../core/render/generation.js';
import {machine} from '../core/policy/fixtures.js';
import {dnsmasqCheck, nftTree, shape, TABLE} from './tools.js';

type Json = string | number | boolean | null | readonly Json[] | {readonly [key: string]: Json};

/** A configuration that has every field of the format. */
const TEMPLATE: {readonly [key: string]: Json} = {
    config: {table: TABLE, marks: 'map', dns: 'all', defaults: {families: [4, 6]}},
    base: {mdns: true, wireguard: [51820], ipsec: true, bridges: ['docker0', 'br-*']},
    users: {alice: {domains: ['users.example.org'], rule: 'tcp dport 22'}},
    groups: {
        web: {
            title: 'Web',
            icon: 'web-browser',
            desktop: 'web.desktop',
            wrapper: true,
            unit: 'web.service',
            users: ['alice'],
            launch: 'direct',
            env: ['LANG', 'MODE=quiet'],
            harden: 'strict',
            args: {uris: ['https']},
            execv: ['/usr/bin/web', 'option', '…'],
            allow: [
                {
                    to: ['www.example.org', '192.0.2.1', 'lan'],
                    ports: ['tcp/443', 'icmp/echo-request'],
                    private: true,
                },
            ],
        },
        mail: {domains: ['mail.example.org'], rule: 'tcp dport 993', rule6: 'tcp dport 993'},
        shared: {domains: 'mail', rule: 'tcp dport 995'},
    },
    inbound: {ssh: {ports: 'tcp/22', from: ['192.0.2.0/24'], as: 'user:alice'}},
};

/** Places of the strings in a value: keys of objects count as well. */
function places(value: Json, at: readonly (string | number)[] = []): (readonly (string | number)[])[] {
    if (typeof value === 'string') return [at];
    if (value === null || typeof value !== 'object') return [];
    const entries = Array.isArray(value)
        ? value.map((child: Json, i) => [i, child] as const)
        : Object.entries(value);
    return entries.flatMap(([key, child]) => [
        ...(typeof key === 'string' ? [[...at, key, 'KEY']] : []),
        ...places(child, [...at, key]),
    ]);
}

function replace(value: Json, [first, ...rest]: readonly (string | number)[], text: string): Json {
    if (first === undefined) return text;
    if (Array.isArray(value))
        return value.map((child: Json, i) => (i === first ? replace(child, rest, text) : child));
    const entries = Object.entries(value as {[key: string]: Json});
    return Object.fromEntries(
        entries.map(([key, child]) => {
            if (key !== first) return [key, child];
            return rest[0] === 'KEY' ? [text, child] : [key, replace(child, rest, text)];
        }),
    );
}

/** The files, or null where parsing or resolving turned the text down. */
function files(value: Json): GenerationFiles | null {
    const {config} = parseConfig([{name: 'galaf.json', text: JSON.stringify(value)}]);
    const policy = config && resolvePolicy(config, machine).policy;
    return policy && renderGeneration(policy);
}

const attack = fc.oneof(
    fc.string({unit: 'binary', maxLength: 60}),
    fc
        .tuple(
            fc.constantFrom(
                'web',
                'www.example.org',
                'tcp/443',
                '192.0.2.1',
                'tcp dport 1',
                '/usr/bin/x',
                'alice',
                '',
            ),
            fc.constantFrom(
                '"',
                '\n',
                ';',
                '#',
                '}',
                '{',
                '\\',
                ' accept',
                '/',
                ',',
                '$',
                '\u0000',
                '\u2028',
                '=',
                ':',
                ' ',
            ),
            fc.string({unit: fc.constantFrom('"', '\n', ';', '}', ' ', 'a', '#', '4'), maxLength: 8}),
        )
        .map(parts => parts.join('')),
);

const spots = places(TEMPLATE);

describe('a hostile text in any field', () => {
    it('has places everywhere', () => {
        expect(spots.length).toBeGreaterThan(70);
    });

    it('is turned down, or changes no more than values', () => {
        const harmless = shape(nftTree(files(TEMPLATE)!.get('ruleset.nft')!));
        let rendered = 0;
        fc.assert(
            fc.property(fc.constantFrom(...spots), attack, (spot, text) => {
                const result = files(replace(TEMPLATE, spot, text));
                if (!result) return;
                rendered++;
                compare(result, harmless, spot);
            }),
            {numRuns: 600},
        );
        // Some thirty; fewer by chance, hardly ever so few.
        expect(rendered).toBeGreaterThan(5);
    }, 120_000);
});

const RAW = /^rule6?$/;

/** Fields whose value decides how many rules there are, so that only the number of tables and chains must not grow. */
const STRUCTURAL = /allow|domains|rule|ports|from|as|KEY|users|table|marks|dns|base/;

function compare(result: GenerationFiles, harmless: unknown, spot: readonly (string | number)[]): void {
    let tree: unknown;
    try {
        tree = shape(nftTree(result.get('ruleset.nft')!));
    } catch (error) {
        // nft has the last word about raw rules: what it refuses is never applied. Nothing else may get this far.
        if (RAW.test(String(spot.at(-1)))) return;
        throw error;
    }
    if (!STRUCTURAL.test(spot.join('.')) && JSON.stringify(tree) !== JSON.stringify(harmless))
        throw new Error(`the tree differs: ${JSON.stringify(tree)}`);
    const hooks = (value: unknown) => JSON.stringify(value).match(/"hook"/g)?.length;
    if (hooks(tree) !== hooks(harmless)) throw new Error('a base chain more or less');
    const complaint = dnsmasqCheck(result.get('gate.conf') ?? '');
    if (complaint) throw new Error(complaint);
    for (const [name, text] of result) {
        if (
            !/^[a-z.]+$|^launch\/([A-Za-z_][A-Za-z0-9_-]*|[0-9]+)$|^bin\/[^/]+$|^systemd\/system\/[^/]+\.service\.d\/galaf\.conf$/.test(
                name,
            )
        )
            throw new Error(`file name ${JSON.stringify(name)}`);
        if (name.startsWith('launch/') && !/^galaf-launch=2\0(gid=\d+|pass=.*)\0/.test(text))
            throw new Error('a launch file');
    }
}
