/** Base presets that stand for permissions of system users; the others are rules (core/render/base.ts). */
import ipaddr from 'ipaddr.js';
import type {BasePresets, Destination, Family, Grant, PortMatch} from '../config/types.js';
import type {Drive, HostPort, Machine, Policy} from './types.js';

/** A preset's grants and the users who get them. */
interface PresetUsers {
    readonly preset: keyof BasePresets;
    readonly names: readonly string[];
    readonly uids: readonly number[];
    readonly grants: readonly Grant[];
}

const BOTH: readonly Family[] = [4, 6];
const single = (text: string) => ({
    family: text.includes(':') ? (6 as const) : (4 as const),
    from: text,
    to: text,
});

/** Who speaks multicast DNS. */
export const MDNS_USERS: readonly string[] = ['avahi', 'systemd-resolve'];

/** mDNS groups, RFC 6762. */
export const MDNS_GROUPS = ['224.0.0.251', 'ff02::fb'] as const;

function grant(preset: string, to: Destination, ports: readonly PortMatch[]): Grant {
    // The machine's own configuration names these hosts: a private address is as good as any.
    const origin = {file: '', line: 0, column: 0, path: `base.${preset}`};
    return {to, ports, families: BOTH, private: true, raw: {}, origin};
}

/** Grants for the hosts, one for names and one for addresses per protocol and port. */
function hostGrants(preset: string, hosts: readonly HostPort[]): Grant[] {
    const byPort = new Map<string, HostPort[]>();
    for (const host of hosts) {
        const key = `${host.protocol}/${host.port}`;
        byPort.set(key, [...(byPort.get(key) ?? []), host]);
    }
    return [...byPort.values()].flatMap(list => {
        const {protocol, port} = list[0]!;
        const ports = [{protocol, from: port, to: port}];
        const unique = [...new Set(list.map(entry => entry.host))].sort();
        const domains = unique.filter(host => !ipaddr.isValid(host));
        const addresses = unique.filter(host => ipaddr.isValid(host)).map(single);
        return [
            ...(domains.length ? [grant(preset, {kind: 'domains', domains}, ports)] : []),
            ...(addresses.length ? [grant(preset, {kind: 'addresses', ranges: addresses}, ports)] : []),
        ];
    });
}

/** For file servers; those of the local network have no names that could be learned. */
function driveGrants(drives: readonly Drive[]): Grant[] {
    const hosts = drives.flatMap(({host, port: number}) =>
        host === null ? [] : [{host, protocol: 'tcp' as const, port: number}],
    );
    const near = drives.flatMap(({host, port: number}) => (host === null ? [number] : []));
    const ports = [...new Set(near)].sort((a, b) => a - b).map(number => port('tcp', number));
    return [...hostGrants('drives', hosts), ...(ports.length ? [grant('drives', {kind: 'lan'}, ports)] : [])];
}

/** What the kernel reaches by sockets that are nobody's: it speaks SMB by itself. What it does for NFS is root's. */
export const kernelGrants = ({base, machine}: Pick<Policy, 'base' | 'machine'>): Grant[] =>
    base.drives ? driveGrants((machine.drives ?? []).filter(({kind}) => kind === 'smb')) : [];

function port(protocol: 'tcp' | 'udp', number: number): PortMatch {
    return {protocol, from: number, to: number};
}

/** What the enabled presets give to users of this machine. */
export function presetUsers(base: BasePresets, machine: Machine): PresetUsers[] {
    const presets: PresetUsers[] = [
        {
            preset: 'ntp',
            names: ['systemd-timesync', '_chrony', 'ntpsec', 'ntp', '_ntp'],
            uids: [],
            // DHCP names servers as well, and others in the next network: those near by as a rule.
            grants: [...hostGrants('ntp', machine.ntp), grant('ntp', {kind: 'lan'}, [port('udp', 123)])],
        },
        {
            preset: 'connectivity',
            names: ['root'],
            uids: [],
            grants: hostGrants('connectivity', machine.connectivity ?? []),
        },
        // Of SMB, root mounts and looks names up.
        {preset: 'drives', names: ['root'], uids: [], grants: driveGrants(machine.drives ?? [])},
        {preset: 'apt', names: ['_apt'], uids: [], grants: hostGrants('apt', machine.apt)},
        {
            preset: 'resolver',
            names: [],
            uids: [...machine.resolverUids, ...(machine.gateUid === null ? [] : [machine.gateUid])],
            grants: [
                grant('resolver', {kind: 'any'}, [
                    port('tcp', 53),
                    port('udp', 53),
                    port('tcp', 853),
                    port('udp', 853),
                ]),
            ],
        },
        {
            preset: 'mdns',
            names: MDNS_USERS,
            uids: [],
            grants: [
                grant('mdns', {kind: 'addresses', ranges: MDNS_GROUPS.map(single)}, [port('udp', 5353)]),
            ],
        },
    ];
    return presets.filter(({preset, grants}) => base[preset] === true && grants.length > 0);
}
