import {parseOrphans} from '../../../core/machine/orphans.js';

const HEAD =
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode';
const line = (local: string, remote: string, state: string, inode: number) =>
    `   1: ${local} ${remote} ${state} 0005B8D8:00000000 01:00000014 00000000     0        0 ${inode} 2 00000000 200 4 30 10 -1`;

describe('Connections that no program holds', () => {
    it('are those that still have something to send', () => {
        const text = [
            HEAD,
            line('0A4DA8C0:A1B2', '197100CB:0FA1', '04', 0),
            line('0A4DA8C0:A1B3', '197100CB:0050', '09', 0),
            line('0A4DA8C0:A1B4', '197100CB:01BB', '0B', 0),
        ].join('\n');
        expect(parseOrphans(text)).toEqual([
            {family: 4, localPort: 41394, remote: '203.0.113.25', remotePort: 4001},
            {family: 4, localPort: 41395, remote: '203.0.113.25', remotePort: 80},
            {family: 4, localPort: 41396, remote: '203.0.113.25', remotePort: 443},
        ]);
    });

    it('are not those of a program, and not those that wait', () => {
        const text = [
            line('0A4DA8C0:A1B2', '197100CB:0FA1', '04', 4711),
            line('0A4DA8C0:A1B2', '197100CB:0FA1', '01', 0),
            line('0A4DA8C0:A1B2', '197100CB:0FA1', '06', 0),
            'nonsense',
        ].join('\n');
        expect(parseOrphans(text)).toEqual([]);
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
        expect(parseOrphans(`${native}\n${mapped}`).map(({family, remote}) => [family, remote])).toEqual([
            [6, '2001:db8:113:0:0:0:0:25'],
            [4, '203.0.113.25'],
        ]);
    });
});
