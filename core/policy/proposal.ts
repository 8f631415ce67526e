/** What a recorded group would need: destinations that were seen, grouped into entries of `allow`. */
import {getDomain} from 'tldts';
import type {AttemptLike} from '../attempts.js';
import type {Endpoint} from '../config/edit.js';

/** A destination as the monitor tells it. */
export type Destination = Pick<AttemptLike, 'direction' | 'protocol' | 'address' | 'host' | 'port' | 'count'>;

/**
 * Why an entry wants a second look: `shared` is a network that serves many parties' names, so whoever rents there is
 * admitted; `below` stands for several names; `address` has no name and may be somebody else's tomorrow.
 */
export type Remark =
    | {readonly kind: 'shared'; readonly operator: string}
    | {readonly kind: 'below' | 'address'};

export interface Proposal {
    readonly endpoint: Endpoint;
    /** Names that were seen, sorted; none for an address. */
    readonly hosts: readonly string[];
    /** Packets that were logged, not traffic. */
    readonly count: number;
    readonly remark: Remark | null;
}

/** Suffixes below which anybody can have a name, and who runs them. From the operators' documentation. */
const SHARED: readonly (readonly [suffix: string, operator: string])[] = [
    ['akamai.net', 'Akamai'],
    ['akamaiedge.net', 'Akamai'],
    ['akamaized.net', 'Akamai'],
    ['akamaihd.net', 'Akamai'],
    ['edgekey.net', 'Akamai'],
    ['edgesuite.net', 'Akamai'],
    ['amazonaws.com', 'Amazon Web Services'],
    ['awsglobalaccelerator.com', 'Amazon Web Services'],
    ['cloudfront.net', 'Amazon CloudFront'],
    ['appspot.com', 'Google Cloud'],
    ['run.app', 'Google Cloud'],
    ['web.app', 'Google Firebase'],
    ['firebaseapp.com', 'Google Firebase'],
    ['googleusercontent.com', 'Google'],
    ['azureedge.net', 'Microsoft Azure'],
    ['azurefd.net', 'Microsoft Azure'],
    ['azurewebsites.net', 'Microsoft Azure'],
    ['cloudapp.net', 'Microsoft Azure'],
    ['windows.net', 'Microsoft Azure'],
    ['b-cdn.net', 'bunny.net'],
    ['cdn77.org', 'CDN77'],
    ['cloudflare.net', 'Cloudflare'],
    ['pages.dev', 'Cloudflare'],
    ['workers.dev', 'Cloudflare'],
    ['digitaloceanspaces.com', 'DigitalOcean'],
    ['fastly.net', 'Fastly'],
    ['fastlylb.net', 'Fastly'],
    ['github.io', 'GitHub Pages'],
    ['gitlab.io', 'GitLab Pages'],
    ['herokuapp.com', 'Heroku'],
    ['netlify.app', 'Netlify'],
    ['vercel.app', 'Vercel'],
];

const NAME = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)+$/;

/** Who runs the network that a name is in, when that serves many parties; else null. */
export const operatorOf = (host: string): string | null =>
    SHARED.find(([suffix]) => host === suffix || host.endsWith(`.${suffix}`))?.[1] ?? null;

/** The domain that somebody registered (publicsuffix.org); the name itself where anybody can have a neighbour. */
function domainOf(host: string): string {
    if (operatorOf(host) !== null) return host;
    return getDomain(host, {allowPrivateDomains: true, detectIp: false, validateHostname: false}) ?? host;
}

interface Found {
    readonly hosts: Set<string>;
    readonly ports: Map<string, readonly [protocol: string, port: number]>;
    readonly named: boolean;
    count: number;
}

/** Destinations by domain, or by address where no name is known. Only what `allow` can say: TCP and UDP, outwards. */
function collect(seen: readonly Destination[]): Map<string, Found> {
    const found = new Map<string, Found>();
    for (const {direction, protocol, address, host, port, count} of seen) {
        if (direction === 'in' || port === null || !['tcp', 'udp'].includes(protocol)) continue;
        // A name from the network is a stranger's word.
        const name = host?.toLowerCase().replace(/\.$/, '') ?? '';
        const named = name.length <= 253 && NAME.test(name);
        const key = named ? domainOf(name) : address;
        const entry: Found = found.get(key) ?? {hosts: new Set(), ports: new Map(), named, count: 0};
        if (named) entry.hosts.add(name);
        entry.ports.set(`${protocol}/${port}`, [protocol, port]);
        entry.count += count;
        found.set(key, entry);
    }
    return found;
}

function portsOf({ports}: Found): string | string[] {
    const sorted = [...ports.values()]
        .sort(([a, m], [b, n]) => (a < b ? -1 : a > b ? 1 : m - n))
        .map(([protocol, port]) => `${protocol}/${port}`);
    return sorted.length === 1 ? sorted[0]! : sorted;
}

/**
 * Entries for `allow` that cover what was seen, busiest first. One name of a domain stays that name; several become the
 * domain, which covers all names below it.
 */
export function proposeEndpoints(seen: readonly Destination[]): Proposal[] {
    return [...collect(seen)]
        .map(([key, entry]): Proposal => {
            const hosts = [...entry.hosts].sort();
            const to = hosts.length === 1 ? hosts[0]! : key;
            const operator = entry.named ? operatorOf(to) : null;
            const remark: Remark | null = !entry.named
                ? {kind: 'address'}
                : operator !== null
                  ? {kind: 'shared', operator}
                  : hosts.length > 1
                    ? {kind: 'below'}
                    : null;
            return {endpoint: {to, ports: portsOf(entry)}, hosts, count: entry.count, remark};
        })
        .sort((a, b) => b.count - a.count || (String(a.endpoint.to) < String(b.endpoint.to) ? -1 : 1));
}
