/** File servers that this machine mounts: fstab(5), systemd.mount(5), and what is mounted now. */
import ipaddr from 'ipaddr.js';
import type {Drive} from '../policy/types.js';
import type {MachineFiles} from './gather.js';
import {textsIn} from './gather.js';
import {lastValue} from './key-file.js';

const PORTS = {smb: 445, nfs: 2049} as const;
const KINDS: Readonly<Record<string, keyof typeof PORTS>> = {
    cifs: 'smb',
    smb3: 'smb',
    nfs: 'nfs',
    nfs4: 'nfs',
};
const HOST = /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/i;

/** The server of `//server/share` or `server:/path`. */
const serverOf = (what: string): string =>
    (/^(?:\/\/|\\\\)([^/\\]+)/.exec(what) ?? /^(\[[^\]]+\]|[^:/]+):/.exec(what))?.[1]?.replace(
        /^\[|\]$/g,
        '',
    ) ?? '';

/** Where a server is; null somewhere in the local network, whose names are not the resolver's. Undefined for what is no host. */
function placeOf(server: string): string | null | undefined {
    if (server.includes(':') || ipaddr.IPv4.isValidFourPartDecimal(server))
        return ipaddr.isValid(server) ? server : undefined;
    if (!HOST.test(server)) return undefined;
    return server.includes('.') && !/\.local$/i.test(server) ? server.toLowerCase() : null;
}

function drivesOf(what: string, type: string, options: string): Drive[] {
    const kind = KINDS[type];
    if (!kind) return [];
    const values = (...keys: string[]) =>
        options.split(',').flatMap(option => {
            const [key = '', value] = option.split('=', 2);
            return value !== undefined && keys.includes(key) ? [value] : [];
        });
    const numbers = (...keys: string[]) =>
        values(...keys)
            .map(Number)
            .filter(port => Number.isInteger(port) && port > 0 && port < 65536);
    const ports = [numbers('port').at(-1) ?? PORTS[kind], ...numbers('mountport')];
    // The kernel says by which address it reaches a server.
    return [serverOf(what), ...values('addr', 'ip')].flatMap(server => {
        const host = placeOf(server);
        return host === undefined ? [] : ports.map(port => ({kind, host, port}));
    });
}

/** fstab(5), and the list of the kernel, which looks the same. */
export const parseFstab = (text: string): Drive[] =>
    text.split('\n').flatMap(line => {
        const [what = '', , type = '', options = ''] = line.trim().split(/\s+/);
        return what.startsWith('#') ? [] : drivesOf(what, type, options);
    });

/** systemd.mount(5). */
export function parseMountUnit(text: string): Drive[] {
    const value = (key: string) => lastValue([text], 'Mount', key);
    return drivesOf(value('What'), value('Type'), value('Options'));
}

/** In a stable order, without repeats. */
export function drives(files: MachineFiles): Drive[] {
    const found = [
        ...parseFstab(files.text('/etc/fstab')),
        ...textsIn(files, '/etc/systemd/system', '.mount').flatMap(parseMountUnit),
        ...parseFstab(files.text('/proc/self/mounts')),
    ];
    const unique = new Map(found.map(drive => [JSON.stringify(drive), drive]));
    return [...unique.keys()].sort().map(key => unique.get(key)!);
}
