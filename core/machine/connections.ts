/** TCP connections that this machine can still send on, from /proc/net/tcp and tcp6, and whose they are, from conntrack. */
import ipaddr from 'ipaddr.js';

export interface Connection {
    readonly family: 4 | 6;
    readonly localPort: number;
    /** As RFC 5952 writes it. */
    readonly remote: string;
    readonly remotePort: number;
    /** Whether a program still has it open; otherwise the kernel sends what is left. */
    readonly held: boolean;
}

/** ESTABLISHED and CLOSE-WAIT: the program may send more. */
const OPEN = new Set(['01', '08']);
/** FIN-WAIT-1, LAST-ACK and CLOSING: closed by the program before everything was acknowledged. */
const CLOSED = new Set(['04', '09', '0B']);

/** Words of 32 bits as the machine has them in memory; Galaf's machines are little-endian. */
function addressOf(hex: string): string {
    const bytes = (hex.match(/.{8}/g) ?? []).flatMap(word => word.match(/../g)!.reverse());
    // IPv4 in a socket of IPv6 is IPv4 on the wire.
    return ipaddr.process(ipaddr.fromByteArray(bytes.map(byte => parseInt(byte, 16))).toString()).toString();
}

/** Reads one of the two files; a file of another form gives nothing. */
export function parseConnections(text: string): Connection[] {
    const form =
        /^\s*\d+: [0-9A-F]+:([0-9A-F]{4}) ([0-9A-F]{32}|[0-9A-F]{8}):([0-9A-F]{4}) ([0-9A-F]{2}) [0-9A-F]{8}:\S+ \S+ \S+\s+\d+\s+\d+ (\d+) /;
    return text.split('\n').flatMap(line => {
        const [, localPort, remote, remotePort, state, inode] = form.exec(line) ?? [];
        if (state === undefined || !(OPEN.has(state) || CLOSED.has(state))) return [];
        const address = addressOf(remote!);
        return [
            {
                family: address.includes(':') ? (6 as const) : (4 as const),
                localPort: parseInt(localPort!, 16),
                remote: address,
                remotePort: parseInt(remotePort!, 16),
                held: inode !== '0',
            },
        ];
    });
}

/** Names a connection by what both lists know of it. */
export const keyOf = ({localPort, remote, remotePort}: Omit<Connection, 'family' | 'held'>): string =>
    `${localPort} ${remote} ${remotePort}`;

/** Marks by {@link keyOf}, from what `conntrack -L -p tcp` lists. */
export function parseMarks(listing: string): Map<string, number> {
    const form = / dst=(\S+) sport=(\d+) dport=(\d+) .* mark=(\d+)/;
    return new Map(
        listing.split('\n').flatMap(line => {
            const [, remote, localPort, remotePort, mark] = form.exec(line) ?? [];
            if (remote === undefined) return [];
            const key = keyOf({localPort: Number(localPort), remote, remotePort: Number(remotePort)});
            return [[key, Number(mark)] as const];
        }),
    );
}
