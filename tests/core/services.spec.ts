import {parseConfig} from '../../core/config/parse.js';
import {systemServices} from '../../core/services.js';

const UNITS = '/etc/systemd/system';

function services(texts: Record<string, string>, links: readonly string[] = []) {
    const paths = [...Object.keys(texts), ...links.map(link => `${UNITS}/${link}`)];
    const names = (folder: string) => [
        ...new Set(
            paths
                .filter(path => path.startsWith(`${folder}/`))
                .map(path => path.slice(folder.length + 1).split('/')[0]!),
        ),
    ];
    return systemServices({text: path => texts[path] ?? '', names});
}
const users = (...names: string[]) => ({
    '/etc/passwd': names.map((name, i) => `${name}:x:${100 + i}:100::/:/usr/sbin/nologin\n`).join(''),
});

describe('the services of a machine', () => {
    it('are none where none is', () => expect(services({...users('sshd', 'lp')})).toEqual([]));

    it('take logins where sshd listens, if it starts with the system', () => {
        expect(services(users('sshd'), ['multi-user.target.wants/ssh.service'])[0]?.part).toEqual({
            inbound: {ssh: {ports: ['tcp/22'], from: 'lan', as: 'user:sshd'}},
        });
        const config = {
            '/etc/ssh/sshd_config': '#Port 22\nPort 2222\n',
            '/etc/ssh/sshd_config.d/a.conf': 'port=22\n',
        };
        expect(services(config, ['sockets.target.wants/sshd.socket'])[0]?.part.inbound).toEqual({
            ssh: {ports: ['tcp/22', 'tcp/2222'], from: 'lan'},
        });
    });

    it('print as root and as lp, if there is one', () => {
        const [printing] = services(users('root', 'lp'), ['printer.target.wants/cups.service']);
        expect(Object.keys(printing!.part.users!)).toEqual(['root', 'lp']);
        // IPP over TLS has 443 on many printers, and what is left of the ink is asked for over SNMP.
        for (const {allow} of Object.values(printing!.part.users!))
            expect(allow).toEqual([
                {to: 'lan', ports: ['tcp/443', 'tcp/515', 'tcp/631', 'tcp/9100', 'udp/161']},
            ]);
    });

    it('ask where they are configured to ask', () => {
        const found = services({
            ...users('geoclue', 'fwupd-refresh'),
            '/etc/geoclue/geoclue.conf':
                '[wifi]\nenable=true\nurl=https://where.example.org/v1\n[other]\nurl=https://no.example\n',
        });
        expect(found.map(({id}) => id)).toEqual(['firmware', 'location']);
        expect(found[1]?.part.users).toEqual({
            geoclue: {allow: [{to: 'where.example.org', ports: 'tcp/443'}]},
        });
    });

    it('ask for the location where geoclue does without a word in its files', () => {
        const [location] = services({
            ...users('geoclue'),
            '/etc/geoclue/geoclue.conf':
                '[wifi]\nenable=true\n#url=https://example.com/v1/geolocate?key=YOUR_KEY\n',
        });
        expect(location?.part.users).toEqual({
            geoclue: {allow: [{to: 'api.beacondb.net', ports: 'tcp/443'}]},
        });
    });

    it('give what the parser takes', () => {
        const all = services(
            {
                ...users('root', 'lp', 'sshd', 'geoclue', 'fwupd-refresh'),
                '/etc/geoclue/geoclue.conf': '[wifi]\nurl=https://where.example.org/v1\n',
            },
            [
                'multi-user.target.wants/ssh.service',
                'multi-user.target.wants/avahi-daemon.service',
                'sockets.target.wants/cups.socket',
            ],
        );
        expect(all.length).toBe(5);
        for (const {id, part} of all)
            expect(parseConfig([{name: 'galaf.json', text: JSON.stringify(part)}]).diagnostics)
                .withContext(id)
                .toEqual([]);
    });
});
