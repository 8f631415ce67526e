/** A machine as its files describe it. */
import {gatherFromFiles} from '../../../core/machine/gather.js';

function machine(contents: Record<string, string>) {
    return gatherFromFiles({
        text: path => contents[path] ?? '',
        names: folder =>
            Object.keys(contents)
                .filter(path => path.startsWith(`${folder}/`))
                .map(path => path.slice(folder.length + 1))
                .sort(),
    });
}

describe('a machine', () => {
    it('has accounts, with those of the gate and of resolvers', () => {
        const {users, groups, gateUid, resolverUids, uidRange} = machine({
            '/etc/passwd': [
                'root:x:0:0:root:/root:/bin/bash',
                'galaf-gate:x:990:990::/var/empty:/usr/sbin/nologin',
                'systemd-resolve:x:991:991::/:/usr/sbin/nologin',
                'unbound:x:105:109::/:/usr/sbin/nologin',
                '+nis',
            ].join('\n'),
            '/etc/group': 'web:x:30000:\naudio:x:29:alice,bob\n',
            '/etc/login.defs': 'UID_MIN 500\n# UID_MAX 1\n',
        });
        expect(users.map(({name}) => name)).toEqual(['root', 'galaf-gate', 'systemd-resolve', 'unbound']);
        expect(groups).toEqual([
            {name: 'web', gid: 30000, members: []},
            {name: 'audio', gid: 29, members: ['alice', 'bob']},
        ]);
        expect(gateUid).toBe(990);
        expect(resolverUids).toEqual([991, 105]);
        expect(uidRange).toEqual([500, 60000]);
    });

    it('has uids of containers, each with one owner who exists', () => {
        const {containers} = machine({
            '/etc/passwd': 'alice:x:1000:1000::/home/alice:/bin/bash\nbob:x:1001:1001::/home/bob:/bin/bash\n',
            '/etc/subuid': [
                'bob:165536:65536',
                'alice:100000:65536',
                '1001:300000:10', // by number
                'gone:400000:65536',
                'bob:100100:10', // shared: the first owner counts
                'alice:500000:0',
                'alice:4294967290:65536', // beyond all ids
                'alice:x:1',
                '# bob:600000:1',
            ].join('\n'),
        });
        expect(containers).toEqual([
            {uid: 1000, from: 100000, to: 165535},
            {uid: 1001, from: 165536, to: 231071},
            {uid: 1001, from: 300000, to: 300009},
        ]);
        expect(machine({}).containers).toEqual([]);
    });

    it('has no gate before the package is there', () => {
        expect(machine({}).gateUid).toBeNull();
    });

    it('has apt sources in both formats, each host once, disabled ones not', () => {
        const {apt} = machine({
            '/etc/apt/sources.list':
                '# deb http://old.example.org x main\ndeb [signed-by=/k] https://a.example.org/debian x main\n',
            '/etc/apt/sources.list.d/more.list': 'deb-src https://a.example.org/debian x main\n',
            '/etc/apt/sources.list.d/b.sources':
                'Types: deb\nURIs: http://b.example.org:8080/debian\n http://c.example.org\n\nURIs: http://d.example.org\nEnabled: no\n',
            '/etc/apt/sources.list.d/ignored.save': 'deb http://e.example.org x main\n',
        });
        expect(apt).toEqual([
            {host: 'a.example.org', protocol: 'tcp', port: 443},
            {host: 'b.example.org', protocol: 'tcp', port: 8080},
            {host: 'c.example.org', protocol: 'tcp', port: 80},
        ]);
    });

    it('has the time servers that timesyncd and chrony name, or those that Debian compiles in', () => {
        expect(machine({}).ntp.map(({host}) => host)).toContain('2.debian.pool.ntp.org');
        const named = machine({
            '/etc/systemd/timesyncd.conf': '[Time]\nNTP=one.example.org\n',
            '/etc/systemd/timesyncd.conf.d/site.conf':
                '[Time]\nNTP=\nNTP=two.example.org three.example.org\n',
            '/etc/chrony/chrony.conf': 'pool four.example.org iburst\n',
        });
        expect(named.ntp.map(({host}) => host)).toEqual([
            'two.example.org',
            'three.example.org',
            'four.example.org',
        ]);
    });

    it('has the ports that chrony asks, those included at which keys are agreed on', () => {
        const ports = (line: string) =>
            machine({
                '/etc/systemd/timesyncd.conf': '[Time]\nNTP=x.example\n',
                '/etc/chrony/chrony.conf': line,
            })
                .ntp.slice(1)
                .map(({protocol, port}) => `${protocol}/${port}`);
        expect(ports('server a.example iburst # nts\n')).toEqual(['udp/123']);
        expect(ports('server a.example iburst nts\n')).toEqual(['udp/123', 'tcp/4460']);
        expect(ports('server a.example nts ntsport 4461 port 1123\n')).toEqual(['udp/1123', 'tcp/4461']);
        expect(ports('server\npool a.example\n')).toEqual(['udp/123']);
    });

    it('has the host that NetworkManager asks about the Internet, as its files say it last', () => {
        const system = '/usr/lib/NetworkManager/conf.d/20-connectivity.conf';
        const own = '/etc/NetworkManager/conf.d';
        const uri = (host: string) =>
            `[main]\nuri=http://no.example/\n[connectivity]\nuri=http://${host}/nm\n`;
        const asked = (files: Record<string, string>) => machine(files).connectivity;
        expect(asked({})).toEqual([]);
        expect(asked({[system]: uri('a.example')})).toEqual([{host: 'a.example', protocol: 'tcp', port: 80}]);
        expect(asked({[system]: uri('a.example'), [`${own}/10-mine.conf`]: uri('b.example:81')})).toEqual([
            {host: 'b.example', protocol: 'tcp', port: 81},
        ]);
        expect(asked({[system]: uri('a.example'), [`${own}/20-connectivity.conf`]: ''})).toEqual([]);
        expect(asked({[system]: uri('a.example'), [`${own}/90-off.conf`]: '[connectivity]\nuri=\n'})).toEqual(
            [],
        );
    });

    it('has the file servers that it mounts', () => {
        const has = (files: Record<string, string>) =>
            machine(files).drives?.map(({kind, host, port}) => `${kind} ${host ?? 'lan'} ${port}`);
        expect(has({})).toEqual([]);
        const fstab = [
            '# //old.example.org/share /old cifs ro 0 0',
            'UUID=1-2 / ext4 defaults 0 1',
            '//NAS.example.org/my\\040share /mnt/nas cifs noauto,credentials=/etc/secret,port=4450 0 0',
            '//nas/share /mnt/near smb3 ip=192.168.1.5 0 0',
            'printer.local:/scans /mnt/scans nfs soft 0 0',
            '[fd00::2049]:/vol /mnt/six nfs4 mountport=20048 0 0',
            '//bad_host!/share /x cifs port=0 0 0',
            'sshfs#me@host:/ /y fuse.sshfs port=22 0 0',
        ];
        expect(has({'/etc/fstab': fstab.join('\n')})).toEqual([
            'nfs fd00::2049 20048',
            'nfs fd00::2049 2049',
            'nfs lan 2049',
            'smb 192.168.1.5 445',
            'smb nas.example.org 4450',
            'smb lan 445',
        ]);
        const unit = '[Unit]\n[Mount]\nWhat=files.example.org:/home\nWhere=/srv\nType=nfs4\nOptions=hard\n';
        expect(has({'/etc/systemd/system/srv.mount': unit})).toEqual(['nfs files.example.org 2049']);
        const mounted = 'files.example.org:/home /srv nfs4 rw,relatime,port=0,addr=192.0.2.49 0 0\n';
        expect(has({'/etc/systemd/system/srv.mount': unit, '/proc/self/mounts': mounted})).toEqual([
            'nfs 192.0.2.49 2049',
            'nfs files.example.org 2049',
        ]);
    });

    it('has nameservers', () => {
        expect(
            machine({'/etc/resolv.conf': 'nameserver 192.0.2.1\nnameserver fe80::1%eth0\n'}).nameservers,
        ).toEqual(['192.0.2.1', 'fe80::1']);
    });
});
