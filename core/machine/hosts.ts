/** Hosts that the machine's own configuration names: apt's sources, time servers, nameservers. */
import {lastValue} from './key-file.js';
import type {HostPort} from '../policy/types.js';

const PORTS: Readonly<Record<string, number>> = {http: 80, https: 443, ftp: 21};

/** Host and port of a URI; other transports (file:, cdrom:) need no network. */
export function hostOf(uri: string): HostPort[] {
    const match = /^(?:mirror\+)?(https?|ftp):\/\/(?:[^@/]*@)?(\[[^\]]+\]|[^:/]+)(?::(\d+))?/.exec(uri);
    if (!match) return [];
    const [, scheme = '', host = '', port] = match;
    return [{host: host.replace(/^\[|\]$/g, ''), protocol: 'tcp', port: Number(port ?? PORTS[scheme])}];
}

/** One-line format (sources.list(5)): `deb [options] URI suite component…`. */
export function parseSourcesList(text: string): HostPort[] {
    return text
        .split('\n')
        .map(line => /^\s*deb(?:-src)?\s+(?:\[[^\]]*\]\s*)?(\S+)/.exec(line)?.[1])
        .flatMap(uri => (uri ? hostOf(uri) : []));
}

/** deb822 format (sources.list(5)): stanzas with `URIs:`, unless `Enabled: no`. */
export function parseSourcesDeb822(text: string): HostPort[] {
    return text.split(/\n\s*\n/).flatMap(stanza => {
        const lines = stanza.split('\n').filter(line => !line.startsWith('#'));
        const unfolded = lines.join('\n').replace(/\n[ \t]+/g, ' ');
        if (/^Enabled:\s*(no|false|0|off)\s*$/im.test(unfolded)) return [];
        const uris = /^URIs:\s*(.*)$/im.exec(unfolded)?.[1] ?? '';
        return uris.split(/\s+/).flatMap(hostOf);
    });
}

const ntp = (host: string, port = 123): HostPort => ({host, protocol: 'udp', port});

/** NTP= and FallbackNTP= of timesyncd.conf(5); later files add to earlier ones, an empty value resets. */
export function parseTimesyncd(texts: readonly string[]): HostPort[] {
    const servers: Record<string, string[]> = {NTP: [], FallbackNTP: []};
    for (const text of texts)
        for (const [, key = '', value = ''] of text.matchAll(/^[ \t]*(NTP|FallbackNTP)[ \t]*=[ \t]*(.*)$/gm))
            servers[key] = value.trim() ? [...servers[key]!, ...value.trim().split(/\s+/)] : [];
    return [...servers.NTP!, ...servers.FallbackNTP!].map(host => ntp(host));
}

/** `server`, `pool` and `peer` lines of chrony.conf(5) and ntp.conf(5); with `nts`, keys are agreed on over TCP first (RFC 8915). */
export function parseNtpServers(text: string): HostPort[] {
    return [...text.matchAll(/^[ \t]*(?:server|pool|peer)[ \t]+(\S+)([^#!\n]*)/gm)].flatMap(
        ([, host = '', options = '']) => {
            const valueOf = (option: string) =>
                new RegExp(`\\s${option}\\s+(\\d{1,5})\\b`).exec(options)?.[1];
            const keys = {host, protocol: 'tcp', port: Number(valueOf('ntsport') ?? 4460)} as const;
            return [ntp(host, Number(valueOf('port') ?? 123)), ...(/\snts\b/.test(options) ? [keys] : [])];
        },
    );
}

/** Where NetworkManager asks whether the network leads to the Internet, NetworkManager.conf(5); the last file that says so counts. */
export const parseConnectivity = (texts: readonly string[]): HostPort[] =>
    hostOf(lastValue(texts, 'connectivity', 'uri'));

/** Addresses of resolv.conf(5), without the interface of link-local ones. */
export function parseNameservers(text: string): string[] {
    return [...text.matchAll(/^\s*nameserver\s+(\S+)/gm)].map(([, address = '']) =>
        address.replace(/%.*$/, ''),
    );
}
