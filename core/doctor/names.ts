/** Whether names are looked up where the resolver that learns their addresses sees it. */
import type {Subject} from '../config/types.js';
import {isUnrestricted} from '../policy/grants.js';
import type {Policy} from '../policy/types.js';
import type {Check, Facts, Told} from './types.js';

/** Sources of /etc/nsswitch.conf's hosts line in their order (nsswitch.conf(5)). */
export function hostSources(nsswitch: string): string[] {
    const line = /^\s*hosts:(.*)$/m.exec(nsswitch.replaceAll(/#.*$/gm, ''))?.[1] ?? '';
    return line
        .replaceAll(/\[[^\]]*\]/g, ' ')
        .split(/\s+/)
        .filter(Boolean);
}

/** Whether the first of these sources is asked before the DNS. */
function comesFirst(sources: readonly string[], one: (source: string) => boolean): boolean {
    const [at, dns] = [sources.findIndex(one), sources.indexOf('dns')];
    return at >= 0 && (dns < 0 || at < dns);
}

/** What of this machine answers names without a question to port 53, where the gate would have learned the addresses. */
function ofMachine({active}: Facts, sources: readonly string[]): Told[] {
    const findings: Told[] = [];
    if (comesFirst(sources, source => source === 'resolve'))
        findings.push({
            id: 'nss-resolve-first',
            severity: 'medium',
            title: 'Names are looked up past the resolver that learns addresses: nss-resolve comes before dns',
            detail: 'systemd-resolved is asked over a socket. Addresses are not learned then, and apps are refused at them.',
            fix: "sed -i '/^hosts:/s/ *resolve *\\(\\[[^]]*\\]\\)\\?/ /' /etc/nsswitch.conf",
        });
    for (const [unit, needs] of [
        ['nscd.service', null],
        ['unscd.service', null],
        ['sssd.service', 'sss'],
    ] as const)
        if (active.has(unit) && (needs === null || sources.includes(needs)))
            findings.push({
                id: 'name-cache',
                severity: 'medium',
                title: `${unit.replace('.service', '')} keeps addresses of names`,
                detail: 'An app that gets an address from this cache is refused there, when it was not learned or has been forgotten.',
                fix:
                    needs === null
                        ? `systemctl disable --now ${unit}`
                        : 'take sss out of the line hosts: in /etc/nsswitch.conf',
            });
    return findings;
}

interface Named {
    readonly name: string;
    /** In words. */
    readonly called: string;
    readonly domain: string;
}

/** Domains of everybody who may not reach everything anyway. */
function listed(policy: Policy, call: (group: string) => string): Named[] {
    const subjects: readonly (Pick<Subject, 'name' | 'grants'> & {readonly called: string})[] = [
        ...policy.groups.map(group => ({...group, called: call(group.name)})),
        ...policy.users.map(user => ({...user, called: user.name})),
    ];
    return subjects
        .filter(({grants}) => !grants.some(isUnrestricted))
        .flatMap(({name, called, grants}) => {
            const domains = grants.flatMap(({to}) => (to.kind === 'domains' ? to.domains : []));
            return [...new Set(domains)].map(domain => ({name, called, domain}));
        });
}

/** The sources for names on the own network, of the package libnss-mdns; they take `host.local` and nothing longer. */
const MDNS = /^mdns[46]?(_minimal)?$/;
const LOCAL = /^[^.]+\.local$/;

function ofOwnNetwork(named: readonly Named[], sources: readonly string[]): Told[] {
    if (!comesFirst(sources, source => MDNS.test(source))) return [];
    return named
        .filter(({domain}) => LOCAL.test(domain))
        .map(({name, called, domain}) => ({
            id: 'multicast-name',
            severity: 'medium',
            title: `${called} is refused at ${domain}: addresses of such names are not learned`,
            detail: 'Names that end in .local are asked of the devices around, past the resolver.',
            fix: `write the address of ${domain} into "to" of ${name}, or "lan"`,
        }));
}

/** Resolvers that answer over HTTPS and are built into browsers, by the names at which they are reached. */
const OVER_HTTPS: readonly string[] = [
    'cloudflare-dns.com',
    'dns.adguard-dns.com',
    'dns.google',
    'dns.nextdns.io',
    'dns.quad9.net',
    'doh.cleanbrowsing.org',
    'doh.opendns.com',
    'doh.xfinity.com',
    'one.one.one.one',
];
const isWithin = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`);

const overHttps = (named: readonly Named[]): Told[] =>
    named
        .filter(({domain}) => OVER_HTTPS.some(host => isWithin(host, domain) || isWithin(domain, host)))
        .map(({name, called, domain}) => ({
            id: 'dns-over-https',
            severity: 'medium',
            title: `${called} may look names up past the resolver: ${domain} answers over HTTPS`,
            detail: 'Addresses that it gets there are not learned, and it is refused at them. Turn DNS over HTTPS off in the app.',
            fix: `take ${domain} out of "allow" of ${name}`,
        }));

const names: Check = (facts, call) => {
    const {policy, nsswitch} = facts;
    // Without a resolver that learns, nothing goes past it.
    if (!policy || policy.settings.resolver === 'none') return [];
    const sources = hostSources(nsswitch);
    const named = listed(policy, call);
    return [...ofMachine(facts, sources), ...ofOwnNetwork(named, sources), ...overHttps(named)];
};

export const NAMES: readonly Check[] = [names];
