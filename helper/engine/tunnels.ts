/**
 * WireGuard tunnels that are up when rules are loaded. The rules learn where a tunnel ends from its handshakes, which come every two
 * minutes; until the next one, what carries an app's data would be refused as if the app itself had sent it there.
 */
import {attempt, WG} from '../subprocess.js';

/** As `wg show all endpoints` has it; the interface of a link-local address is not part of it in rules. */
const ENDPOINT = /^(?:\[([\da-f:]+)(?:%[^\]]+)?\]|(\d+\.\d+\.\d+\.\d+)):(\d+)$/;

async function show(what: 'listen-port' | 'endpoints'): Promise<string[][]> {
    const {status, stdout} = await attempt([WG, 'show', 'all', what]);
    if (status !== 0) return [];
    const lines = stdout.split('\n').filter(Boolean);
    return lines.map(line => line.split('\t'));
}

/** nft commands that fill the sets of tunnels' ends, if a ruleset declares them. */
export async function elements(table: string, ruleset: string): Promise<string> {
    if (!ruleset.includes(' tunnels4 {')) return '';
    try {
        const ports = new Map((await show('listen-port')).map(([name, port]) => [name, port]));
        return (await show('endpoints'))
            .map(([name, , endpoint = '']) => {
                const [, six, four, port] = ENDPOINT.exec(endpoint) ?? [];
                const own = ports.get(name);
                if (port === undefined || own === undefined) return '';
                const set = four === undefined ? 'tunnels6' : 'tunnels4';
                return `add element inet ${table} ${set} { ${four ?? six} . ${port} . ${own} }\n`;
            })
            .join('');
    } catch {
        return ''; // wg(8) is only suggested: the next handshake tells
    }
}
