/** TCP connections that no program holds any more while the kernel still has to send, from /proc/net/tcp and tcp6. */

export interface Orphan {
    readonly family: 4 | 6;
    readonly localPort: number;
    readonly remote: string;
    readonly remotePort: number;
}

/** FIN-WAIT-1, LAST-ACK and CLOSING: closed by their program before everything was acknowledged. */
const SENDING = new Set(['04', '09', '0B']);

/** Words of 32 bits as the machine has them in memory; Galaf's machines are little-endian. */
function addressOf(hex: string): string {
    const bytes = (hex.match(/.{8}/g) ?? []).flatMap(word => word.match(/../g)!.reverse());
    if (bytes.length === 4) return bytes.map(byte => parseInt(byte, 16)).join('.');
    const groups = bytes.flatMap((byte, i) => (i % 2 ? [] : [parseInt(byte + bytes[i + 1]!, 16)]));
    const mapped = groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xffff;
    return mapped
        ? bytes
              .slice(12)
              .map(byte => parseInt(byte, 16))
              .join('.')
        : groups.map(group => group.toString(16)).join(':');
}

/** Reads one of the two files; a file of another form gives nothing. */
export function parseOrphans(text: string): Orphan[] {
    const form =
        /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) ([0-9A-F]+):([0-9A-F]{4}) ([0-9A-F]{2}) [0-9A-F]{8}:\S+ \S+ \S+\s+\d+\s+\d+ (\d+) /;
    return text.split('\n').flatMap(line => {
        const [, localPort, remote, remotePort, state, inode] = form.exec(line) ?? [];
        if (!SENDING.has(state ?? '') || inode !== '0') return [];
        const address = addressOf(remote!);
        return [
            {
                family: address.includes(':') ? (6 as const) : (4 as const),
                localPort: parseInt(localPort!, 16),
                remote: address,
                remotePort: parseInt(remotePort!, 16),
            },
        ];
    });
}
