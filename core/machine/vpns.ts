/** VPNs that programs carry, from the files that say where their servers are. */
import {type MachineFiles, textsIn} from './gather.js';
import {parseSections, valueOf} from './key-file.js';
import type {HostPort} from '../policy/types.js';

export interface ProgramVpn {
    readonly name: string;
    /** Any of them will do. */
    readonly servers: readonly HostPort[];
    /** System users who connect to them, and connect to them again when they have to. */
    readonly users: readonly string[];
    readonly again: readonly string[];
    /** Services that start it: what they start is an app group's if they are. */
    readonly units: readonly string[];
}

const NETWORK_MANAGER = ['NetworkManager.service'];

/** Names and addresses alone: commands are made of them. */
const isHost = (host: string): boolean => /^[\w:][\w.:-]*$/.test(host);

function server(host: string, port: string | undefined, protocol: string | undefined): HostPort[] {
    const bare = host.replace(/^\[|\]$/g, '');
    const number = Number(port || 1194);
    if (!isHost(bare) || !(number > 0 && number < 65536)) return [];
    // Also tcp-client, tcp4, udp6.
    return [{host: bare, protocol: protocol?.startsWith('tcp') ? 'tcp' : 'udp', port: number}];
}

/** `remote` of nm-settings-openvpn: `HOST:PORT:PROTOCOL`, and several of them. */
function openvpnRemotes(remote: string, port: string | null, tcp: boolean): HostPort[] {
    return remote.split(/[\s,]+/).flatMap(entry => {
        const [, host = '', own, protocol] = /^(\[[^\]]*\]|[^:]*)(?::(\d*))?(?::(\w*))?$/.exec(entry) ?? [];
        return server(host, own || port || undefined, protocol || (tcp ? 'tcp' : 'udp'));
    });
}

/** A gateway is `HOST`, `HOST:PORT` or a URL. */
function gateway(text: string): HostPort[] {
    const [, host = '', port = '443'] =
        /^(?:https:\/\/)?(\[[^\]]*\]|[^:/]*)(?::(\d+))?(?:\/.*)?$/.exec(text) ?? [];
    return server(host, port, 'tcp');
}

/** A file of NetworkManager, nm-settings-keyfile(5). */
function ofNetworkManager(text: string): ProgramVpn[] {
    const sections = parseSections(text);
    const value = (section: string, key: string) =>
        valueOf(
            sections.find(({name}) => name === section),
            key,
        );
    const name = value('connection', 'id') ?? '';
    const common = {name, units: NETWORK_MANAGER};
    switch (value('vpn', 'service-type')) {
        case 'org.freedesktop.NetworkManager.openvpn': {
            const tcp = value('vpn', 'proto-tcp') === 'yes';
            const servers = openvpnRemotes(value('vpn', 'remote') ?? '', value('vpn', 'port'), tcp);
            return [{...common, servers, users: ['root'], again: ['nm-openvpn']}];
        }
        case 'org.freedesktop.NetworkManager.openconnect': {
            const servers = gateway(value('vpn', 'gateway') ?? '');
            return [{...common, servers, users: ['nm-openconnect'], again: []}];
        }
        default:
            return [];
    }
}

/** A client's file of openvpn(8); a server's has no `remote`. */
function ofOpenvpn(name: string, units: readonly string[], text: string): ProgramVpn {
    const lines = text.split('\n').map(line => line.trim().split(/\s+/));
    const last = (...options: string[]) => lines.filter(([option]) => options.includes(option!)).at(-1)?.[1];
    const servers = lines
        .filter(([option]) => option === 'remote')
        .flatMap(([, host = '', port, protocol]) =>
            server(host, port ?? last('port', 'rport'), protocol ?? last('proto')),
        );
    const user = last('user');
    return {name, units, servers, users: ['root'], again: user === undefined ? [] : [user]};
}

/** VPNs of NetworkManager that everybody or somebody may start, and those of openvpn's services. */
export function programVpns(files: MachineFiles): ProgramVpn[] {
    const openvpn = (folder: string, unit: string) =>
        files
            .names(folder)
            .filter(name => name.endsWith('.conf'))
            .map(file => {
                const name = file.slice(0, -'.conf'.length);
                return ofOpenvpn(name, [`${unit}@${name}.service`], files.text(`${folder}/${file}`));
            });
    const connections = '/etc/NetworkManager/system-connections';
    return [
        ...textsIn(files, connections, '.nmconnection').flatMap(ofNetworkManager),
        ...openvpn('/etc/openvpn', 'openvpn'),
        ...openvpn('/etc/openvpn/client', 'openvpn-client'),
    ].filter(({servers}) => servers.length);
}
