// node policy.js KIND GROUPS [DOMAINS]   Prints a ruleset for the benchmarks.
//
// KIND: galaf    the project's own rendering: GROUPS app groups that share one name
//       own      the same with DOMAINS names of its own for each group
//       linear   one rule a group after the other, with a set each, as the 2022 generator wrote them
//       plain    connection tracking and nothing else: what the others are compared with
//       nat      plain, with a chain that redirects, as the gate needs one
//       listed   galaf, with `dns: "listed"`
//       judged   galaf without the gate's chains, and not counting; counted: counting
import {parseConfig} from '../../core/config/parse.js';
import {resolvePolicy} from '../../core/policy/resolve.js';
import type {Machine} from '../../core/policy/types.js';
import {renderGeneration} from '../../core/render/generation.js';

const FIRST_GID = 30000;

const machine: Machine = {
    users: [
        {name: 'root', uid: 0, gid: 0, home: '/root', shell: '/bin/bash'},
        {name: 'alice', uid: 1000, gid: 1000, home: '/home/alice', shell: '/bin/bash'},
    ],
    groups: [],
    uidRange: [1000, 59999],
    shells: ['/bin/bash'],
    gateUid: 990,
    resolverUids: [991],
    apt: [],
    ntp: [],
    nameservers: ['198.51.100.53'],
    localResolver: null,
    marks: {map: true, bpf: false},
};

/** Configuration text with `count` groups of `domains` names each; 0 means one name shared by all. */
export function configText(count: number, domains: number, settings: object = {}): string {
    const groups = Array.from({length: count}, (_, i): [string, unknown] => {
        const to = domains
            ? Array.from({length: domains}, (_, d) => `d${d}.g${i}.example.org`)
            : ['shared.example.org'];
        return [
            `g${i}`,
            {execv: ['/usr/bin/true', '…'], allow: [{to, ports: ['tcp/443', 'tcp/8080', 'udp/443']}]},
        ];
    });
    return JSON.stringify({
        config: {gid_range: [FIRST_GID, 59999], ...settings},
        groups: Object.fromEntries<unknown>(groups),
    });
}

/** Parse, resolve and render, with the time of each in milliseconds. */
export function render(text: string): {files: ReadonlyMap<string, string>; stem: string; gid: number} {
    const {config, diagnostics} = parseConfig([{name: 'galaf.json', text}]);
    if (!config) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
    const {policy, diagnostics: problems} = resolvePolicy(config, machine);
    if (!policy) throw new Error(JSON.stringify(problems.slice(0, 3)));
    const last = policy.groups[policy.groups.length - 1];
    return {files: renderGeneration(policy), stem: policy.classes[0]?.stem ?? '', gid: last?.gid ?? 0};
}

function linear(count: number): string {
    const ids = Array.from({length: count}, (_, i) => FIRST_GID + i);
    return [
        'table inet linear {',
        ' set stats_out {\n  type mark\n  size 65535\n  flags dynamic\n  counter\n }',
        ' set learned {\n  typeof ip daddr\n  elements = { 198.51.100.10 }\n }',
        ' chain output {',
        '  type filter hook output priority filter; policy drop;',
        '  oif lo accept',
        '  ct mark 0 ct mark set meta skgid',
        '  ct state established,related accept',
        ...ids.map(id => `  meta skgid ${id} ip daddr @learned tcp dport 8080 accept`),
        ' }',
        ' chain stats {\n  type filter hook postrouting priority 10;\n  update @stats_out { ct mark counter }\n }',
        '}',
    ].join('\n');
}

const PLAIN =
    'table inet plain {\n chain output {\n  type filter hook output priority filter; policy accept;\n  ct state new accept\n }\n}\n';
const NAT =
    'table inet nat {\n chain gate {\n  type nat hook output priority dstnat; policy accept;\n  th dport 53 meta l4proto { tcp, udp } redirect to :61000\n }\n}\n';

/** Without chains that have a hook, whose work is then not done. */
const without = (text: string, ...chains: string[]): string =>
    chains.reduce(
        (rest, chain) => rest.replace(new RegExp(`^ {4}chain ${chain} \\{[^]*?^ {4}\\}\\n`, 'm'), ''),
        text,
    );

/** What the parts of Galaf's rules cost is seen by leaving out others. */
const PARTS: Record<string, (text: string) => string> = {
    judged: text => without(text, 'gate', 'dns_raw').replace(/ goto (sent|received)$/gm, ' accept'),
    counted: text => without(text, 'gate', 'dns_raw'),
};

export function ruleset(
    kind: string,
    count: number,
    domains = 5,
): {text: string; gid: number; learned: string} {
    if (kind === 'plain') return {text: PLAIN, gid: FIRST_GID, learned: ''};
    if (kind === 'nat') return {text: PLAIN + NAT, gid: FIRST_GID, learned: ''};
    if (kind === 'linear') return {text: linear(count), gid: FIRST_GID + count - 1, learned: ''};
    const {files, stem, gid} = render(
        configText(count, kind === 'own' ? domains : 0, kind === 'listed' ? {dns: 'listed'} : {}),
    );
    const text = files.get('ruleset.nft') ?? '';
    return {text: PARTS[kind]?.(text) ?? text, gid, learned: `${stem}_4`};
}
