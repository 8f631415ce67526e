import {diagnose} from '../../core/doctor/examine.js';
import {hostSources} from '../../core/doctor/names.js';
import type {Facts} from '../../core/doctor/types.js';
import {parseConfig} from '../../core/config/parse.js';
import {resolvePolicy} from '../../core/policy/resolve.js';
import {machine} from './policy/fixtures.js';

function policyOf(source: object) {
    const {config} = parseConfig([{name: 'galaf.json', text: JSON.stringify(source)}]);
    return resolvePolicy(config!, machine).policy!;
}
const policy = policyOf({config: {dns: 'listed'}, groups: {web: {execv: ['/usr/bin/true']}}});

const withDrives = {
    ...policy,
    base: {...policy.base, drives: false},
    machine: {...machine, drives: [{kind: 'smb', host: 'nas.example.org', port: 445} as const]},
};

const reaching = (...to: string[]) =>
    policyOf({config: {dns: 'listed'}, groups: {web: {execv: ['/usr/bin/true'], allow: [{to}]}}});

/** A machine with nothing to find. */
const sound: Facts = {
    state: 'enforcing',
    outdated: null,
    policy,
    users: [{name: 'alice', uid: 1000, gid: 1000, home: '/home/alice', shell: '/bin/bash'}],
    groups: [
        {name: 'web', gid: 30000, members: []},
        {name: 'docker', gid: 990, members: []},
    ],
    gidRange: [30000, 59999],
    subgid: 'alice:100000:65536\n',
    gshadow: 'web:!::\ndocker:!::\n',
    nsswitch: 'hosts: files mdns4_minimal [NOTFOUND=return] dns\n',
    firejail: null,
    active: new Set(['galaf-gate.service', 'galaf-monitor.service']),
    notEnabled: [],
    gateFailure: null,
    mounts: [
        {point: '/', nosuid: false},
        ...['/home', '/tmp', '/var/tmp', '/dev/shm', '/run'].map(point => ({point, nosuid: true})),
    ],
    setgidFiles: [],
    shadows: [],
    staleUnits: [],
    vpns: [],
    programVpns: [],
    foreignTables: [],
    lsm: 'capability,bpf',
    guardActive: true,
    ptraceScope: 1,
    launcherReady: true,
};

const found = (change: Partial<Facts>): string[] =>
    diagnose({...sound, ...change}).map(({id, severity}) => `${severity} ${id}`);

describe('the doctor', () => {
    it('finds nothing on a sound machine', () => expect(found({})).toEqual([]));

    it('calls app groups by their titles on screens, and by their names in terminals and commands', () => {
        const both = {
            config: {dns: 'listed'},
            groups: {
                web: {title: 'The Web', record: true, allow: [{to: 'printer.local'}]},
                play: {title: 'Play', execv: ['/usr/bin/true'], harden: 'off'},
            },
            users: {bob: {record: true}},
        };
        const findings = diagnose({
            ...sound,
            policy: policyOf(both),
            groups: [{name: 'web', gid: 30000, members: ['alice']}],
            gshadow: 'web:$6$x:alice:\n',
            mounts: [{point: '/', nosuid: false}],
            setgidFiles: [{path: '/tmp/x', gid: 30000}],
            staleUnits: [{unit: 'a.service', gid: 30000}],
        });
        const words = (list: readonly {title: string; detail: string}[]) =>
            list.map(({title, detail}) => `${title}. ${detail}`).join('\n');
        const [named, titled] = [words(findings), words(findings.map(one => one.titled))];
        expect(named).not.toMatch(/The Web|Play/);
        expect(titled).not.toMatch(/\b(web|play)\b/);
        for (const [name, title] of [
            ['web', 'The Web'],
            ['play', 'Play'],
        ] as const)
            expect(titled.split(title).length).toBe(named.split(new RegExp(`\\b${name}\\b`)).length);
        expect(titled).toContain('bob may reach everything while it is recorded');
        expect(findings.find(({id}) => id === 'app-group-member')?.fix).toBe('gpasswd -d alice web');
    });

    it('leaves a firejail alone that keeps its networks to root', () =>
        expect(found({firejail: 'restricted-network no\nrestricted-network yes\n'})).toEqual([]));

    for (const [name, change, expected] of [
        ['a member', {groups: [{name: 'web', gid: 30000, members: ['alice']}]}, 'high app-group-member'],
        ['a main group', {users: [{...sound.users[0]!, gid: 30001}]}, 'high app-group-primary'],
        ['a password', {gshadow: 'web:$6$x::\n'}, 'high app-group-password'],
        ['an administrator', {gshadow: 'web:!:alice:\n'}, 'high app-group-administrator'],
        ['ids for namespaces', {subgid: 'alice:59000:65536\n'}, 'high subgid-overlap'],
        ['ids that end in the range', {subgid: 'alice:29000:1001\n'}, 'high subgid-overlap'],
        [
            'docker',
            {groups: [{name: 'docker', gid: 990, members: ['alice']}]},
            'medium root-equivalent-group',
        ],
        ['a setgid file', {setgidFiles: [{path: '/home/alice/sh', gid: 30000}]}, 'high setgid-file'],
        ['no nosuid', {mounts: [{point: '/', nosuid: false}]}, 'low no-nosuid'],
        ['a stopped firewall', {state: 'stopped'}, 'high stopped'],
        ['a pause', {state: 'paused'}, 'medium paused'],
        ['a closed machine', {state: 'closed'}, 'high closed'],
        ['rules of another version', {outdated: {version: '0.0.9', error: null}}, 'medium rules-outdated'],
        ['a WireGuard tunnel', {vpns: ['wireguard']}, 'medium wireguard-refused'],
        [
            'a service that runs on',
            {staleUnits: [{unit: 'a.service', gid: 30000}]},
            'medium service-not-restarted',
        ],
        ['a VPN of IPsec', {vpns: ['ipsec']}, 'medium ipsec-refused'],
        ['network drives', {policy: withDrives}, 'medium drives-refused'],
        ['a disabled unit', {notEnabled: ['galaf-policy.service']}, 'high boot-unit-disabled'],
        ['no gate', {active: new Set(['galaf-monitor.service'])}, 'high gate-inactive'],
        ['a gate that cannot add', {gateFailure: 'n_1_4: No space left'}, 'high gate-cannot-add'],
        ['no monitor', {active: new Set(['galaf-gate.service'])}, 'medium monitor-inactive'],
        ['firejail without settings', {firejail: ''}, 'high firejail-network'],
        [
            'firejail that gives networks',
            {firejail: '# restricted-network yes\nrestricted-network yes\n restricted-network no\n'},
            'high firejail-network',
        ],
        ['no guard', {guardActive: false}, 'high guard-inactive'],
        ['no capability', {launcherReady: false}, 'high launcher-capability'],
        [
            'nss-resolve',
            {nsswitch: 'hosts: files resolve [!UNAVAIL=return] dns\n'},
            'medium nss-resolve-first',
        ],
        ['nscd', {active: new Set([...sound.active, 'nscd.service'])}, 'medium name-cache'],
        ['a name of the own network', {policy: reaching('printer.local')}, 'medium multicast-name'],
        ['a resolver over HTTPS', {policy: reaching('dns.google')}, 'medium dns-over-https'],
        ['a subdomain of one', {policy: reaching('mozilla.cloudflare-dns.com')}, 'medium dns-over-https'],
        ['what one is part of', {policy: reaching('opendns.com')}, 'medium dns-over-https'],
        ['ufw', {active: new Set([...sound.active, 'ufw.service'])}, 'medium other-firewall'],
        ['other rules', {foreignTables: ['ip filter']}, 'low other-rules'],
        [
            'a desktop file that wins',
            {shadows: [{file: '/home/alice/.local/share/applications/a.desktop', override: 'share/a'}]},
            'medium override-shadowed',
        ],
        [
            'a user who may reach everything',
            {policy: policyOf({config: {dns: 'listed'}, users: {alice: {allow: [{to: 'any'}]}}})},
            'high user-unrestricted',
        ],
        [
            'an app that is not hardened',
            {policy: policyOf({config: {dns: 'listed'}, groups: {a: {execv: ['/bin/true'], harden: 'off'}}})},
            'medium harden-off',
        ],
        [
            'a recording',
            {policy: policyOf({config: {dns: 'listed'}, groups: {a: {execv: ['/bin/true'], record: true}}})},
            'medium recording',
        ],
        ['names for everybody', {policy: policyOf({config: {dns: 'all'}, groups: {}})}, 'low dns-all'],
    ] as [string, Partial<Facts>, string][])
        it(`finds ${name}`, () => expect(found(change)).toEqual([expected]));

    it('leaves alone what only looks like it', () => {
        expect(found({subgid: 'alice:60000:65536\nbob:20000:10000\nbad line\n'})).toEqual([]);
        expect(found({nsswitch: 'hosts: files dns resolve\n'})).toEqual([]);
        expect(found({nsswitch: '# hosts: resolve\nhosts: files dns # resolve\n'})).toEqual([]);
        expect(found({active: new Set([...sound.active, 'sssd.service'])})).toEqual([]);
        const local = {policy: reaching('printer.local')};
        expect(found({...local, nsswitch: 'hosts: files dns mdns4\n'})).toEqual([]);
        expect(found({...local, nsswitch: 'hosts: files dns\n'})).toEqual([]);
        expect(found({policy: reaching('files.office.local', 'local.example.org')})).toEqual([]);
        expect(found({policy: reaching('adns.google', 'google.com')})).toEqual([]);
        const everywhere = {execv: ['/usr/bin/true'], allow: [{to: 'any'}, {to: 'dns.google'}]};
        expect(found({policy: policyOf({config: {dns: 'listed'}, groups: {web: everywhere}})})).toEqual([]);
        expect(found({gshadow: 'adm:$6$x:alice:\n'})).toEqual([]);
    });

    it('says once what two endpoints have', () => {
        const allow = ['tcp/443', 'udp/443'].map(ports => ({to: 'dns.google', ports}));
        const web = policyOf({config: {dns: 'listed'}, groups: {web: {execv: ['/usr/bin/true'], allow}}});
        expect(found({policy: web})).toEqual(['medium dns-over-https']);
    });

    it('names a command for everything that one can fix', () => {
        const all = diagnose({...sound, state: 'stopped', guardActive: false, launcherReady: false});
        expect(all.every(({fix}) => fix !== null)).toBeTrue();
    });

    describe('with a VPN that programs carry', () => {
        const server = {host: 'vpn.example.org', protocol: 'udp', port: 1194} as const;
        const vpn = {
            name: 'work',
            servers: [server],
            users: ['root'],
            again: ['nm-openvpn', 'missing'],
            units: ['NetworkManager.service'],
        };
        const users = ['root', 'nm-openvpn', 'nm-openconnect'].map(name => ({...sound.users[0]!, name}));
        const may = (...names: string[]) => {
            const allow = [{to: 'example.org', ports: 'udp/1190-1199'}];
            const list = Object.fromEntries(names.map(name => [name, {allow}]));
            return resolvePolicy(
                parseConfig([
                    {
                        name: 'galaf.json',
                        text: JSON.stringify({config: {dns: 'listed'}, groups: {}, users: list}),
                    },
                ]).config!,
                {
                    ...machine,
                    users: [
                        ...machine.users,
                        {...machine.users[0]!, name: 'nm-openvpn', uid: 880},
                        {...machine.users[0]!, name: 'nm-openconnect', uid: 881},
                    ],
                },
            ).policy!;
        };
        const told = (change: Partial<Facts>) =>
            diagnose({...sound, users, programVpns: [vpn], ...change}).filter(({id}) => id === 'vpn-refused');
        const allowing = (user: string) => `galafctl allow user:${user} vpn.example.org udp/1194`;

        it('finds whom it is refused, and says how to allow it', () => {
            const [both] = told({policy: may()});
            expect(both!.title).toBe('The VPN “work” is refused');
            expect(both!.detail).toContain('sent by root, nm-openvpn, who');
            expect(both!.fix).toBe(`${allowing('root')} && ${allowing('nm-openvpn')}`);
            const [again] = told({policy: may('root')});
            expect(again!.title).toContain('when it connects again');
            expect(again!.fix).toBe(allowing('nm-openvpn'));
        });

        it('finds nothing where it is allowed, or is an app group’s', () => {
            expect(told({policy: may('root', 'nm-openvpn')})).toEqual([]);
            expect(told({policy: null})).toEqual([]);
            const grouped = policyOf({groups: {net: {unit: 'NetworkManager.service'}}});
            expect(told({policy: grouped})).toEqual([]);
        });

        it('is content with one of several servers', () => {
            const servers = [{...server, host: 'other.test'}, server];
            expect(told({policy: may('root', 'nm-openvpn'), programVpns: [{...vpn, servers}]})).toEqual([]);
        });

        it('does not take a permission for the local network for one, unless the server is there', () => {
            const root = {allow: [{to: 'lan'}]};
            const lan = policyOf({config: {dns: 'listed'}, groups: {}, users: {root}});
            const of = (host: string) => [{...vpn, servers: [{...server, host}], again: []}];
            expect(told({policy: lan, programVpns: of('vpn.example.org')}).length).toBe(1);
            expect(told({policy: lan, programVpns: of('10.0.0.1')})).toEqual([]);
        });

        it('lets OpenConnect have UDP as well', () => {
            const oc = {
                ...vpn,
                servers: [{...server, protocol: 'tcp', port: 443} as const],
                users: ['nm-openconnect'],
                again: [],
            };
            expect(told({policy: may(), programVpns: [oc]})[0]!.fix).toBe(
                'galafctl allow user:nm-openconnect vpn.example.org tcp/443 udp/443',
            );
        });
    });

    it('reads the hosts line as the C library does', () =>
        expect(hostSources('hosts:\tfiles [A=b c=d] dns\n')).toEqual(['files', 'dns']));
});
