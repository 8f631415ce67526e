import {parseConnections, parseMarks} from '../../../core/machine/connections.js';

const HEAD =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const line = (local: string, remote: string, state: string, inode: number) =>
    `   1: ${local} ${remote} ${state} 0005B8D8:00000000 01:00000014 00000000     0        0 ${inode} 2 00000000 200 4 30 10 -1`;

describe('Connections that can still send', () => {
    it('are held by a program, or have something left', () => {
        const text = [
            HEAD,
            line('0A4DA8C0:A1B2', '197100CB:0FA1', '04', 0),
            line('0A4DA8C0:A1B3', '197100CB:0050', '09', 0),
            line('0A4DA8C0:A1B4', '197100CB:01BB', '01', 4711),
        ].join('\n');
        expect(parseConnections(text)).toEqual([
            {family: 4, localPort: 41394, remote: '203.0.113.25', remotePort: 4001, held: false},
            {family: 4, localPort: 41395, remote: '203.0.113.25', remotePort: 80, held: false},
            {family: 4, localPort: 41396, remote: '203.0.113.25', remotePort: 443, held: true},
        ]);
    });

    it('are not those that listen, wait or have sent everything', () => {
        const states = ['02', '03', '05', '06', '07', '0A'];
        const text = states.map(state => line('0A4DA8C0:A1B2', '197100CB:0FA1', state, 4711)).join('\n');
        expect(parseConnections(`${text}\nnonsense`)).toEqual([]);
    });

    it('have addresses of IPv6, and of IPv4 in its form', () => {
        const native = line(
            'B80D0120000013010000000025000000:A1B2',
            'B80D0120000013010000000025000000:0050',
            '04',
            0,
        );
        const mapped = line(
            '0000000000000000FFFF00000A4DA8C0:A1B2',
            '0000000000000000FFFF0000197100CB:0050',
            '04',
            0,
        );
        expect(parseConnections(`${native}\n${mapped}`).map(({family, remote}) => [family, remote])).toEqual([
            [6, '2001:db8:113::25'],
            [4, '203.0.113.25'],
        ]);
    });

    it('are found in the list of conntrack by the way that their first packet went', () => {
        const listing =
            'tcp      6 431999 ESTABLISHED src=192.168.77.10 dst=203.0.113.25 sport=41396 dport=443 src=203.0.113.25 dst=192.168.77.10 sport=443 dport=41396 [ASSURED] mark=7 use=1\n' +
            'tcp      6 300 ESTABLISHED src=2001:db8:77::10 dst=2001:db8:113::25 sport=5 dport=80 src=2001:db8:113::25 dst=2001:db8:77::10 sport=80 dport=5 [ASSURED] mark=0 use=1\n' +
            'nonsense\n';
        expect([...parseMarks(listing)]).toEqual([
            ['41396 203.0.113.25 443', 7],
            ['5 2001:db8:113::25 80', 0],
        ]);
    });
});
