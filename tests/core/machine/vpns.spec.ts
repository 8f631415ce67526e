import {programVpns} from '../../../core/machine/vpns.js';

function found(contents: Record<string, string>) {
    const names = (folder: string) =>
        Object.keys(contents)
            .filter(path => path.startsWith(`${folder}/`) && !path.slice(folder.length + 1).includes('/'))
            .map(path => path.slice(folder.length + 1));
    return programVpns({text: path => contents[path] ?? '', names}).map(vpn => ({
        ...vpn,
        servers: vpn.servers.map(({host, protocol, port}) => `${host} ${protocol}/${port}`),
    }));
}
const connection = (kind: string, ...lines: string[]) => ({
    '/etc/NetworkManager/system-connections/a.nmconnection': `[connection]\nid=Work\ntype=vpn\n\n[vpn]\n${lines.join('\n')}\nservice-type=org.freedesktop.NetworkManager.${kind}\n\n[ipv4]\nmethod=auto\n`,
});
const serversOf = (kind: string, ...lines: string[]) => found(connection(kind, ...lines))[0]?.servers;

describe('VPNs that programs carry', () => {
    it('are those of NetworkManager, with the users that its plugins have', () => {
        expect(found(connection('openvpn', 'remote=vpn.example.org:1194:udp'))).toEqual([
            {
                name: 'Work',
                servers: ['vpn.example.org udp/1194'],
                users: ['root'],
                again: ['nm-openvpn'],
                units: ['NetworkManager.service'],
            },
        ]);
        const [other] = found(connection('openconnect', 'gateway=vpn.example.org'));
        expect(other).toEqual(
            jasmine.objectContaining({users: ['nm-openconnect'], servers: ['vpn.example.org tcp/443']}),
        );
        expect(found(connection('vpnc', 'gateway=vpn.example.org'))).toEqual([]);
    });

    it('have servers in all the forms of OpenVPN', () => {
        const of = (...lines: string[]) => serversOf('openvpn', ...lines);
        expect(of('port=1199', 'remote=a.example:1194:udp, b.example:443:tcp c.example')).toEqual([
            'a.example udp/1194',
            'b.example tcp/443',
            'c.example udp/1199',
        ]);
        expect(of('proto-tcp=yes', 'remote=a.example')).toEqual(['a.example tcp/1194']);
        expect(of('remote=[2001:db8::1]:1195:udp6')).toEqual(['2001:db8::1 udp/1195']);
    });

    it('have gateways that may be URLs', () => {
        const of = (gateway: string) => serversOf('openconnect', `gateway=${gateway}`);
        expect(of('a.example:4443')).toEqual(['a.example tcp/4443']);
        expect(of('https://a.example/group?x')).toEqual(['a.example tcp/443']);
    });

    it('are those of openvpn’s own services, but not its servers', () => {
        const vpns = found({
            '/etc/openvpn/client/work.conf':
                'client\nport 1200\nproto tcp\nremote a.example\nremote 192.0.2.1 1195 udp4 # other\nuser nobody\n',
            '/etc/openvpn/server.conf': 'port 1194\nserver 10.8.0.0 255.255.255.0\n',
            '/etc/openvpn/plain.conf': '#remote no.example\nremote b.example\n',
        });
        expect(vpns).toEqual([
            {
                name: 'plain',
                servers: ['b.example udp/1194'],
                users: ['root'],
                again: [],
                units: ['openvpn@plain.service'],
            },
            {
                name: 'work',
                servers: ['a.example tcp/1200', '192.0.2.1 udp/1195'],
                users: ['root'],
                again: ['nobody'],
                units: ['openvpn-client@work.service'],
            },
        ]);
    });

    it('have no server that would be something else in a command', () => {
        expect(serversOf('openvpn', 'remote=$(reboot);x')).toBeUndefined();
        expect(serversOf('openconnect', 'gateway=-v')).toBeUndefined();
        expect(serversOf('openvpn', 'remote=a.example:99999')).toBeUndefined();
    });
});
