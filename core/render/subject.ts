/** The chain of an app group or user: everything it may reach, ending without a verdict. */
import type {Family, Grant, Subject} from '../config/types.js';
import {mergeSpans, spanText, toSpans} from '../policy/addresses.js';
import {MULTICAST} from '../policy/networks.js';
import type {DomainClass} from '../policy/types.js';
import {SEND} from './counting.js';
import type {Profiles} from './profiles.js';
import {isStatic, staticElements} from './static.js';
import type {StaticElements} from './static.js';

/** Whose chain it is: sets and matches are named differently for groups and users. */
export interface Owner {
    readonly kind: 'group' | 'user';
    readonly id: number;
    /** Rule that marks the connection, in `rule` mode. */
    readonly markRule: string | null;
}

export interface SubjectChain {
    readonly rules: string[];
    readonly elements: Readonly<Record<Family, StaticElements>>;
}

export const IP: Readonly<Record<Family, string>> = {4: 'ip', 6: 'ip6'};
/** Who sends, as a part of keys. */
export const SENDER = 'meta skuid . meta skgid';
/** Sent by root itself, not by an app group of root's. */
export const ROOT = 'meta skuid 0 meta skgid 0';
/** The first byte of the destination. */
export const FIRST_BYTE: Readonly<Record<Family, string>> = {4: '@nh,128,8', 6: '@nh,192,8'};
const NFPROTO: Readonly<Record<Family, string>> = {4: 'meta nfproto ipv4', 6: 'meta nfproto ipv6'};
const FAMILIES: readonly Family[] = [4, 6];

/** Matches for a destination that needs no learning; a family at a time. */
function destinationMatches(grant: Grant, family: Family): string[] {
    const {to} = grant;
    switch (to.kind) {
        case 'lan':
            return [`${IP[family]} daddr @lan${family}`];
        case 'multicast':
            return [`${IP[family]} daddr ${MULTICAST[family]}`];
        case 'any':
            return [NFPROTO[family]];
        case 'addresses':
            return mergeSpans(toSpans(to.ranges, family)).map(
                span => `${IP[family]} daddr ${spanText(span, family)}`,
            );
        case 'domains':
            return [];
    }
}

const KEY: Readonly<Record<Owner['kind'], string>> = {group: 'meta skgid', user: 'meta skuid'};

/** What a rule of a timed permission begins with: it ends in the kernel, whatever becomes of those who set its clock. */
const timer = (owner: Owner, grant: Grant): string =>
    grant.timer ? `${KEY[owner.kind]} @${grant.timer} ` : '';

/** Matches while a recording that ends by itself is on; null where there is none. */
export const recording = (
    owner: Pick<Owner, 'kind'>,
    {recordTimer}: Pick<Subject, 'recordTimer'>,
): string | null => (recordTimer ? `${KEY[owner.kind]} @${recordTimer}` : null);

/** Rules for destinations that are fixed but do not fit the concatenated sets. */
function fixedRules(owner: Owner, grant: Grant, profiles: Profiles): string[] {
    // Of a static grant only ICMP is left: the sets are keyed by port.
    const ports = isStatic(grant) ? grant.ports.filter(port => 'type' in port) : grant.ports;
    if (isStatic(grant) && !ports.length) return [];
    const {families} = grant;
    const both = families.length === 2 && grant.to.kind === 'any' && Object.keys(grant.raw).length === 0;
    if (both) return [`${timer(owner, grant)}${profiles.verdict({ports})}`];
    return families.flatMap(family =>
        destinationMatches(grant, family).map(
            match => `${timer(owner, grant)}${match} ${profiles.verdict({ports}, grant.raw[family])}`,
        ),
    );
}

/** Rules for learned addresses. Jumps, not gotos: another name may have the same address and other ports. */
function learnedRules(
    owner: Owner,
    grants: readonly Grant[],
    family: Family,
    classOf: ReadonlyMap<string, DomainClass>,
    profiles: Profiles,
): string[] {
    const rules = new Set<string>();
    for (const grant of grants) {
        if (grant.to.kind !== 'domains' || !grant.families.includes(family)) continue;
        const verdict = profiles.verdict(grant, grant.raw[family]);
        const stems = new Set(grant.to.domains.map(domain => classOf.get(domain)!.stem));
        for (const stem of stems) {
            const set = `${stem}_${family}`;
            // The match refreshes the address, so that what is in use does not expire.
            rules.add(
                `${timer(owner, grant)}${IP[family]} daddr @${set} update @${set} { ${IP[family]} daddr } ${verdict}`,
            );
        }
    }
    return [...rules];
}

/** Rules for what no id tells, a family at a time. */
export function kernelRules(
    grants: readonly Grant[],
    classOf: ReadonlyMap<string, DomainClass>,
    profiles: Profiles,
): string[] {
    // Of an owner, only timers say whose; the machine's own needs have none.
    const nobody: Owner = {kind: 'user', id: 0, markRule: null};
    const fixed = (grant: Grant, family: Family) =>
        destinationMatches(grant, family).map(match => `${match} ${profiles.verdict({ports: grant.ports})}`);
    return FAMILIES.flatMap(family => [
        ...grants.flatMap(grant => fixed(grant, family)),
        ...learnedRules(nobody, grants, family, classOf, profiles),
    ]);
}

function staticRules(owner: Owner, elements: StaticElements, family: Family): string[] {
    const key = KEY[owner.kind];
    const prefix = owner.kind === 'group' ? '' : 'user_';
    return [
        ...(elements.endpoints.length
            ? [`${key} . meta l4proto . ${IP[family]} daddr . th dport @${prefix}static${family} ${SEND}`]
            : []),
        ...(elements.hosts.length ? [`${key} . ${IP[family]} daddr @${prefix}hosts${family} ${SEND}`] : []),
    ];
}

export function subjectChain(
    owner: Owner,
    subject: Pick<Subject, 'grants' | 'ping' | 'record' | 'recordTimer'>,
    classOf: ReadonlyMap<string, DomainClass>,
    profiles: Profiles,
): SubjectChain {
    const {grants, ping, record} = subject;
    const whileRecorded = record ? null : recording(owner, subject);
    const elements = {4: staticElements(grants, 4), 6: staticElements(grants, 6)};
    const own = FAMILIES.flatMap(family => staticRules(owner, elements[family], family));
    const fixed = grants
        .filter(({to}) => to.kind !== 'domains')
        .flatMap(grant => fixedRules(owner, grant, profiles));
    const learned = (list: readonly Grant[], family: Family) =>
        learnedRules(owner, list, family, classOf, profiles);
    const rules = [
        ...(record ? ['jump record'] : []),
        ...(whileRecorded ? [`${whileRecorded} jump record`] : []),
        ...(ping ? [`icmp type echo-request ${SEND}`, `icmpv6 type echo-request ${SEND}`] : []),
        ...own,
        ...new Set(fixed),
        ...FAMILIES.flatMap(family =>
            learned(
                grants.filter(grant => grant.private || record),
                family,
            ),
        ),
    ];
    for (const family of record ? [] : FAMILIES) {
        const open = learned(
            grants.filter(grant => !grant.private),
            family,
        );
        // A name that points into the local network opens nothing unless asked for (DNS rebinding).
        if (!open.length) continue;
        if (whileRecorded) rules.push(`${whileRecorded} ${IP[family]} daddr @private${family} ${SEND}`);
        rules.push(
            `${FIRST_BYTE[family]} @private_first${family} ${IP[family]} daddr @private${family} return`,
            ...open,
        );
    }
    // Last, so that the rules before it refresh the addresses that they learned.
    if (record) rules.push(SEND);
    if (whileRecorded) rules.push(`${whileRecorded} ${SEND}`);
    if (owner.markRule && rules.length) rules.unshift(owner.markRule);
    return {rules, elements};
}
