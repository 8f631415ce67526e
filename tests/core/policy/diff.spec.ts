/** Differences and risks, as people read them. */
import type {Config} from '../../../core/config/types.js';
import {describeGrant} from '../../../core/policy/describe.js';
import {diffInWords} from '../../../core/policy/diff.js';
import {risksInWords} from '../../../core/policy/risks.js';
import {forAWhile, noLonger} from '../../../core/policy/notes.js';
import {changesInWords} from '../../../core/policy/titles.js';
import {good, parse} from '../config/helpers.js';

const read = (value: unknown): Config | null => (value === null ? null : good(value));
const diff = (before: unknown, after: unknown) => diffInWords(read(before), read(after)!);
const risks = (before: unknown, after: unknown) => risksInWords(read(before), read(after)!);
const allow = (...list: unknown[]) => ({groups: {mail: {allow: list}}});

const titled = (before: unknown, after: unknown) => changesInWords(read(before), read(after)!).titled_summary;

const IMAP = {to: 'imap.example.org', ports: 'tcp/993'};

describe('the difference in words', () => {
    it('names what a group may reach more and less', () => {
        expect(diff(allow({to: 'lan'}), allow({to: 'lan'}, IMAP))).toEqual([
            'mail may now also reach imap.example.org on tcp/993',
        ]);
        expect(diff(allow({to: 'lan'}, IMAP), allow(IMAP))).toEqual([
            'mail may no longer reach the local network',
        ]);
        expect(diff({groups: {mail: {}}}, allow(IMAP))).toEqual([
            'mail may now reach imap.example.org on tcp/993',
        ]);
    });

    it('puts together what goes together', () => {
        const more = {to: ['a.example', 'b.example'], ports: ['tcp/993', 'tcp/465']};
        expect(diff(allow(IMAP), allow(IMAP, more))).toEqual([
            'mail may now also reach a.example, b.example on tcp/993, tcp/465',
        ]);
        expect(diff(allow(), allow({to: ['192.0.2.1', '2001:db8::1']}))).toEqual([
            'mail may now reach 192.0.2.1, 2001:db8::1',
        ]);
    });

    it('counts ports and families one by one', () => {
        expect(diff(allow({...IMAP, ports: 'tcp/990-999'}), allow({...IMAP, ports: 'tcp/990-995'}))).toEqual([
            'mail may no longer reach imap.example.org on tcp/996-999',
        ]);
        expect(diff(allow({...IMAP, families: [4]}), allow(IMAP))).toEqual([
            'mail may now also reach imap.example.org on tcp/993 (IPv6 only)',
        ]);
        expect(diff(allow(IMAP), allow({to: 'imap.example.org'}))).toEqual([
            'mail may now also reach imap.example.org',
        ]);
        expect(diff(allow({to: 'imap.example.org'}), allow(IMAP))).toEqual([
            'mail may from now on reach imap.example.org on tcp/993 only',
        ]);
        expect(diff(allow(IMAP), allow({...IMAP, private: true}))).toContain(
            'mail may now also reach imap.example.org on tcp/993 (private addresses too)',
        );
    });

    it('sees through the 2022 format and the order of things', () => {
        const classic = {
            groups: {mail: {domains: ['imap.example.org', 'b.example'], rule: 'tcp dport { 993, 465 }'}},
        };
        const allowed = allow(
            {to: 'b.example', ports: ['tcp/465', 'tcp/993']},
            {to: 'imap.example.org', ports: ['tcp/465', 'tcp/993']},
        );
        expect(diff(classic, allowed)).toEqual([]);
        expect(diff({groups: {a: {}, b: {}}}, {groups: {b: {}, a: {}}})).toEqual([]);
        expect(
            diff({groups: {mail: {}}}, {groups: {mail: {rule: 'ip daddr 192.0.2.255 udp dport 9'}}}),
        ).toEqual(['mail may now reach everywhere if ip daddr 192.0.2.255 udp dport 9 (IPv4 only)']);
    });

    it('tells added, removed and renamed groups apart', () => {
        expect(diff(null, allow(IMAP))).toEqual([
            'group mail added',
            'mail may now reach imap.example.org on tcp/993',
        ]);
        expect(diff({groups: {a: {}}}, {groups: {}})).toEqual(['group a removed']);
        expect(diff({groups: {a: {title: 'A'}}}, {groups: {b: {title: 'A'}}})).toEqual([
            'group a is now called b',
        ]);
        expect(diff({groups: {a: {}, c: {}}}, {groups: {b: {}, d: {ping: true}}})).toEqual([
            'group b added',
            'group d added',
            'd may now send pings',
            'group a removed',
            'group c removed',
        ]);
    });

    it('tells what changes of a renamed group besides', () => {
        const before = {title: 'A', allow: [IMAP], ping: true};
        const after = {title: 'A', allow: [IMAP, {to: 'lan'}], launch: 'scope'};
        expect(diff({groups: {a: before}}, {groups: {b: after}})).toEqual([
            'group a is now called b',
            'b may now also reach the local network',
            'b may no longer send pings',
            'b is now started in a systemd scope of its own',
        ]);
        expect(titled({groups: {a: before}}, {groups: {b: {...after, title: 'B', allow: [IMAP]}}})).toEqual([
            'group A is now called B',
            'B may no longer send pings',
            'B: title is now "B" (was "A")',
            'B is now started in a systemd scope of its own',
        ]);
    });

    it('has words for every key of a group', () => {
        const full = {
            execv: ['/usr/bin/x', '…'],
            args: {uris: ['https']},
            harden: 'userns',
            launch: 'scope',
            env: ['LANG'],
            users: ['alice'],
            title: 'X',
            icon: 'x',
            desktop: 'x.desktop',
            ping: true,
            record: true,
        };
        const lines = diff({groups: {x: {}}}, {groups: {x: full}});
        for (const line of [
            'x may now send pings',
            'x may reach everything while it is recorded',
            'x: title is now "X"',
            'x: env is now ["LANG"]',
            'x: harden is now "userns" (was "strict")',
            'x now runs /usr/bin/x …',
            'x may now be launched by alice only',
            'x now takes these arguments from its caller: URIs (https) (was none)',
            'x is now started in a systemd scope of its own',
        ])
            expect(lines).toContain(line);
        expect(lines.length).toBe(11);
        expect(
            diff({groups: {x: {users: ['alice', 'bob']}}}, {groups: {x: {users: ['bob', 'eve']}}}),
        ).toEqual(['x may now also be launched by eve', 'x may no longer be launched by alice']);
    });

    it('has words for users, services, presets and settings', () => {
        expect(diff({users: {alice: {allow: [IMAP]}}}, {users: {bob: {ping: true}}})).toEqual([
            'user bob may now send pings',
            'user alice may no longer reach imap.example.org on tcp/993',
        ]);
        const ssh = {ports: 'tcp/22', from: 'any', as: 'user:sshd'};
        expect(diff({}, {inbound: {ssh}})).toEqual([
            'others may now reach ssh: tcp/22 from everywhere, for user sshd',
        ]);
        expect(diff({inbound: {ssh}}, {inbound: {ssh: {ports: 'tcp/22'}}})).toEqual([
            'ssh is now reached at tcp/22 from the local network (was tcp/22 from everywhere, for user sshd)',
        ]);
        expect(diff({inbound: {ssh}}, {})[0]).toContain('others may no longer reach ssh');
        expect(
            diff({}, {config: {blocked: 'drop', gid_range: [30000, 30999]}, base: {icmp_errors: false}}),
        ).toEqual([
            'preset icmp_errors is now off',
            'setting gid_range is now [30000,30999] (was [30000,59999])',
            'setting blocked is now "drop" (was "reject")',
        ]);
    });
});

describe('risks in words', () => {
    const ssh = {inbound: {ssh: {ports: 'tcp/22'}}};

    it('are none for a change that only opens or names things', () => {
        expect(risks(allow(IMAP), allow(IMAP, {to: 'lan'}))).toEqual([]);
        expect(risks(ssh, {inbound: {shell: {ports: ['tcp/22', 'tcp/80']}}})).toEqual([]);
        expect(risks(allow(IMAP), {groups: {}})).toEqual([]);
    });

    it('are named for the first policy', () => {
        expect(risks(null, ssh).length).toBe(1);
        expect(risks(null, {}).join()).toContain('over ssh');
    });

    it('are named for each setting that can cut somebody off', () => {
        for (const [config, words] of [
            [{dns: 'listed'}, 'look names up'],
            [{resolver: 'none'}, 'no longer learned'],
            [{forward: 'drop'}, 'containers'],
        ] as const)
            expect(risks({}, {config}))
                .withContext(words)
                .toEqual([jasmine.stringContaining(words)]);
        expect(risks({config: {dns: 'listed'}}, {})).toEqual([]);
        for (const key of [
            'dhcp',
            'dhcpv6',
            'ndp',
            'icmp_errors',
            'ntp',
            'apt',
            'resolver',
            'connectivity',
            'drives',
            'bridges',
        ])
            expect(risks({}, {base: {[key]: false}}).length)
                .withContext(key)
                .toBe(1);
        expect(risks({base: {wireguard: true}}, {})).toEqual(['WireGuard on udp/51820 is refused']);
    });

    it('are named when a service, a user or a group loses all', () => {
        expect(risks(ssh, {})).toEqual([
            'ssh (tcp/22 from the local network) can no longer be reached; open connections end with it',
        ]);
        expect(risks({inbound: {ssh: {ports: 'tcp/22', from: 'any'}}}, ssh)[0]).toContain(
            'by everybody who could',
        );
        expect(risks({users: {alice: {allow: [IMAP]}}}, {users: {alice: {}}})).toEqual([
            'user alice may reach nothing any more',
        ]);
        expect(risks(allow(IMAP), allow())).toEqual(['group mail may reach nothing any more']);
    });
});

describe('a permission in words', () => {
    it('says ports of a rule as ports', () => {
        const words = (entry: unknown) =>
            parse(JSON.stringify({groups: {x: entry}})).config!.groups[0]!.grants.map(describeGrant);
        expect(words({domains: ['a.example'], rule: 'tcp dport 443'})).toEqual(['a.example on tcp/443']);
        expect(words({rule: 'tcp dport 22', rule6: 'meta mark 7'})).toEqual([
            'everywhere if tcp dport 22; meta mark 7',
        ]);
        expect(words({rule: ''})).toEqual(['everywhere']);
        expect(words({allow: [{...IMAP, families: [4], private: true}]})).toEqual([
            'imap.example.org on tcp/993 (IPv4 only, private addresses too)',
        ]);
    });
});

describe('the difference in titles', () => {
    const mail = {title: 'Letters', execv: ['/usr/bin/true']};
    const reaching = {...mail, allow: [IMAP]};

    it('calls app groups as the person does', () => {
        expect(titled({groups: {mail}}, {groups: {mail: reaching}})).toEqual([
            'Letters may now reach imap.example.org on tcp/993',
        ]);
        expect(titled({groups: {mail}}, {groups: {}})).toEqual(['group Letters removed']);
        expect(titled(null, {groups: {mail}})).toEqual(['group Letters added']);
        expect(titled({groups: {mail}}, {groups: {mail: {...mail, title: 'Post'}}})).toEqual([
            'Post: title is now "Post" (was "Letters")',
        ]);
    });

    it('keeps names where a title would be taken for somebody else', () => {
        expect(titled({groups: {mail, post: mail}}, {groups: {mail: reaching, post: mail}})).toEqual([
            'mail may now reach imap.example.org on tcp/993',
        ]);
        const other = {...mail, title: 'mail'};
        expect(titled({groups: {mail, other}}, {groups: {mail, other: {...other, allow: [IMAP]}}})).toEqual([
            'other may now reach imap.example.org on tcp/993',
        ]);
        expect(titled({groups: {mail}}, {groups: {post: mail}})).toEqual(['group mail is now called post']);
        const unnamed = {...mail, title: ''};
        expect(titled(null, {groups: {unnamed}})).toEqual(['group unnamed added']);
    });

    it('has why a generation was made before what changes', () => {
        const note = forAWhile({subject: 'mail', endpoint: 'imap.example.org on tcp/993', record: false});
        const config = read({groups: {mail}})!;
        expect(changesInWords(config, config, note)).toEqual({
            summary: ['for a while: mail may reach imap.example.org on tcp/993'],
            titled_summary: ['for a while: Letters may reach imap.example.org on tcp/993'],
        });
        const words = 'for a while: mail may reach imap.example.org on tcp/993';
        const {summary, titled_summary} = changesInWords(config, read({groups: {}})!, note);
        expect(summary).toEqual([words, 'group mail removed']);
        expect(titled_summary).toEqual([words, 'group Letters removed']);
        const other = noLonger({subject: 'user:bob', endpoint: '', record: true});
        expect(changesInWords(config, config, other).titled_summary).toEqual([
            'no longer: user:bob is recorded',
        ]);
    });

    it('knows the group that a service runs as', () => {
        const ssh = {ports: 'tcp/22', as: 'group:mail'};
        expect(titled({groups: {mail}}, {groups: {mail}, inbound: {ssh}})).toEqual([
            'others may now reach ssh: tcp/22 from the local network, for group Letters',
        ]);
    });
});
