/** What one permission says to the question whether something may be reached, and why. */
import type {Family, Grant, PortMatch} from '../config/types.js';
import {portsCover} from '../config/port-sets.js';
import {describeDestination, describeGrant, describePorts, portsAndRule} from './describe.js';
import {familyOf, isLan, isMulticast, isPrivate, rangesHold} from './networks.js';
import type {Policy} from './types.js';

/** Who wants to reach what. */
export interface Question {
    /** Name of an app group, or `user:NAME`. */
    readonly subject: string;
    /** A domain name or an address. */
    readonly host: string;
    /** [] = every protocol and port. */
    readonly ports: readonly PortMatch[];
}

/** What the machine knows beyond its policy. */
export interface Evidence {
    /** Addresses that the host is known to have; the host itself when it is one. */
    readonly addresses: readonly string[];
    /** Names of the learned sets that hold an address now. */
    readonly holders: ReadonlyMap<string, ReadonlySet<string>>;
}

export type Answer = 'allowed' | 'refused' | 'unknown';

/** What one permission says to the question. */
export interface Judgement {
    readonly grant: Grant;
    readonly answer: Answer;
    readonly step: string;
    readonly change: string | null;
}

/** Where a permission is written. */
export const placeOf = ({origin, timer}: Grant): string => {
    if (timer) return 'a permission for a while';
    return origin.file ? `${origin.file}:${origin.line}` : origin.path;
};

function inWords(grant: Grant): string {
    return `“${describeGrant(grant)}” (${placeOf(grant)})`;
}

const says = (answer: Answer, step: string, change: string | null = null): Omit<Judgement, 'grant'> => ({
    answer,
    step,
    change,
});

const below = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`);

/** Judges permissions by one question. */
export class Judge {
    readonly #policy: Policy;
    readonly #question: Question;
    readonly #evidence: Evidence;
    readonly #stems = new Map<string, string>();
    readonly #isAddress: boolean;

    constructor(policy: Policy, question: Question, evidence: Evidence) {
        this.#policy = policy;
        this.#question = question;
        this.#evidence = evidence;
        this.#isAddress = evidence.addresses.includes(question.host);
        for (const {stem, domains} of policy.classes)
            for (const domain of domains) this.#stems.set(domain, stem);
    }

    /** Sets of a permission that hold one of the addresses. */
    #held(grant: Grant, addresses: readonly string[]): {address: string; set: string}[] {
        if (grant.to.kind !== 'domains') return [];
        const stems = new Set(grant.to.domains.map(domain => this.#stems.get(domain)));
        return addresses.flatMap(address => {
            const sets = [...stems].map(stem => `${stem}_${familyOf(address)}`);
            const set = sets.find(name => this.#evidence.holders.get(address)?.has(name));
            return set ? [{address, set}] : [];
        });
    }

    /** Whether the destination of a permission is the one asked about, and how one knows; `it` is the permission in words. */
    #reaches(grant: Grant, it: string): Omit<Judgement, 'grant'> {
        const {host} = this.#question;
        const {to} = grant;
        const addresses = this.#evidence.addresses.filter(a => grant.families.includes(familyOf(a)));
        if (to.kind === 'any') return says('allowed', `${it} holds for every address`);
        if (to.kind === 'domains') return this.#byName(grant, it, addresses);
        const inside = addresses.filter(address =>
            to.kind === 'addresses'
                ? rangesHold(to.ranges, address)
                : to.kind === 'lan'
                  ? isLan(address)
                  : isMulticast(address),
        );
        if (!this.#evidence.addresses.length)
            return says('unknown', `${it} depends on the address of ${host}, which is not known yet`);
        if (!inside.length)
            return says('refused', `${it} does not hold: ${host} is not in ${describeDestination(to)}`);
        const listed = inside.join(', ');
        if (inside.length < this.#evidence.addresses.length)
            return says('unknown', `${it} holds for ${listed}, but not for all addresses of ${host}`);
        return says('allowed', `${it} holds for ${listed}`);
    }

    #byName(grant: Grant, it: string, addresses: readonly string[]): Omit<Judgement, 'grant'> {
        const {host} = this.#question;
        const held = this.#held(grant, addresses);
        const named =
            !this.#isAddress && grant.to.kind === 'domains' && grant.to.domains.some(d => below(host, d));
        const hidden = addresses.filter(isPrivate);
        if (
            (named || held.length) &&
            !grant.private &&
            addresses.length &&
            hidden.length === addresses.length
        )
            return says(
                'refused',
                hidden.every(isMulticast)
                    ? `${it} does not hold: ${hidden.join(', ')} is a multicast address, which a name alone does not open`
                    : `${it} does not hold: ${hidden.join(', ')} is a private address, which a name alone does not open`,
                `write "private": true into ${placeOf(grant)}`,
            );
        if (named && this.#policy.settings.resolver === 'none' && !held.length)
            return says(
                'refused',
                `${it} does not hold: resolver is "none", so that no address of a name is learned`,
                'choose another resolver in the settings',
            );
        if (held.length) {
            const [{address, set}] = held as [{address: string; set: string}];
            return says(
                'allowed',
                named || this.#isAddress
                    ? `${it} holds: ${address} was learned for it (set ${set})`
                    : `${it} holds too: ${address} was learned for it (set ${set})`,
            );
        }
        if (named)
            return says('allowed', `${it} holds: the addresses of ${host} are learned when it is looked up`);
        return says('refused', `${it} is for other names`);
    }

    judge(grant: Grant): Judgement {
        const {ports} = this.#question;
        const it = inWords(grant);
        const {answer, step, change} = this.#reaches(grant, it);
        if (answer === 'refused') return {grant, answer, step, change};
        const parts = this.#families(grant).map(family => portsAndRule(grant, family));
        if (!parts.length)
            return {grant, ...says('refused', `${it} is for the other family of addresses`, change)};
        if (parts.some(({rule}) => rule))
            return {grant, ...says('unknown', `${step}; its rule is for the kernel to judge`, change)};
        if (parts.every(part => portsCover(part.ports, ports))) return {grant, answer, step, change};
        return {
            grant,
            ...(ports.length
                ? says(
                      'refused',
                      `${it} does not hold for ${describePorts(ports)}`,
                      `add ${describePorts(ports)} to the ports in ${placeOf(grant)}`,
                  )
                : says(
                      'refused',
                      `${it} does not hold for every port`,
                      `add "any" to the ports in ${placeOf(grant)}`,
                  )),
        };
    }

    #families(grant: Grant): readonly Family[] {
        const known = new Set(this.#evidence.addresses.map(familyOf));
        return grant.families.filter(family => !known.size || known.has(family));
    }
}
