/** Why somebody may or may not reach something, in words, by the same permissions that the rules are made of. */
import {formatPort, portsCover} from '../config/port-sets.js';
import type {Family, Grant, PortMatch, Subject} from '../config/types.js';
import {describeDestination, describeGrant, describePorts, portsAndRule} from './describe.js';
import {needsNames} from './grants.js';
import {familyOf, isLan, isLoopback, isMulticast, isPrivate, rangesHold} from './networks.js';
import {userOf} from './timed.js';
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

export interface Explanation {
    readonly verdict: 'allowed' | 'refused' | 'unknown';
    readonly steps: readonly string[];
    /** What to do for the other answer; [] when there is nothing to be done here. */
    readonly change: readonly string[];
}

/** Somebody whose permissions count. */
interface Owner extends Pick<Subject, 'grants' | 'ping' | 'record' | 'recordTimer'> {
    readonly what: string;
    readonly chain: string;
}

type Answer = Explanation['verdict'];

/** What one permission says to the question. */
interface Judgement {
    readonly grant: Grant;
    readonly answer: Answer;
    readonly step: string;
    readonly change: string | null;
}

const placeOf = ({origin, timer}: Grant): string => {
    if (timer) return 'a permission for a while';
    return origin.file ? `${origin.file}:${origin.line}` : origin.path;
};

const inWords = (grant: Grant): string => `“${describeGrant(grant)}” (${placeOf(grant)})`;

const below = (name: string, domain: string): boolean => name === domain || name.endsWith(`.${domain}`);

class Explainer {
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

    /** Whether the destination of a permission is the one asked about, and how one knows. */
    #reaches(grant: Grant): {answer: Answer; how: string; change?: string} {
        const {host} = this.#question;
        const {to} = grant;
        const addresses = this.#evidence.addresses.filter(a => grant.families.includes(familyOf(a)));
        if (to.kind === 'any') return {answer: 'allowed', how: 'holds for every address'};
        if (to.kind === 'domains') return this.#byName(grant, addresses);
        const inside = addresses.filter(address =>
            to.kind === 'addresses'
                ? rangesHold(to.ranges, address)
                : to.kind === 'lan'
                  ? isLan(address)
                  : isMulticast(address),
        );
        const what = describeDestination(to);
        if (!this.#evidence.addresses.length)
            return {answer: 'unknown', how: `depends on the address of ${host}, which is not known yet`};
        if (!inside.length) return {answer: 'refused', how: `${host} is not in ${what}`};
        if (inside.length < this.#evidence.addresses.length)
            return {
                answer: 'unknown',
                how: `holds for ${inside.join(', ')}, but not for all addresses of ${host}`,
            };
        return {answer: 'allowed', how: this.#isAddress ? 'holds for it' : `holds for ${inside.join(', ')}`};
    }

    #byName(grant: Grant, addresses: readonly string[]): {answer: Answer; how: string; change?: string} {
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
            return {
                answer: 'refused',
                how: `does not hold: ${hidden.join(', ')} is a private address, which a name alone does not open`,
                change: `write "private": true into ${placeOf(grant)}`,
            };
        if (named && this.#policy.settings.resolver === 'none' && !held.length)
            return {
                answer: 'refused',
                how: 'does not hold: resolver is "none", so that no address of a name is learned',
                change: 'choose another resolver in the settings',
            };
        if (held.length) {
            const [{address, set}] = held as [{address: string; set: string}];
            const learned = `${address} was learned for it (set ${set})`;
            return {answer: 'allowed', how: named || this.#isAddress ? learned : `holds too: ${learned}`};
        }
        if (named) return {answer: 'allowed', how: 'holds: its addresses are learned when it is looked up'};
        return {answer: 'refused', how: `is for other names`};
    }

    #judge(grant: Grant): Judgement {
        const {ports} = this.#question;
        const {answer, how, change = null} = this.#reaches(grant);
        const step = `${inWords(grant)} ${how}`;
        if (answer === 'refused') return {grant, answer, step, change};
        const families = this.#families(grant);
        const parts = families.map(family => portsAndRule(grant, family));
        if (!parts.length)
            return {
                grant,
                answer: 'refused',
                step: `${inWords(grant)} is for the other family of addresses`,
                change,
            };
        if (parts.some(({rule}) => rule))
            return {grant, answer: 'unknown', step: `${step}; its rule is for the kernel to judge`, change};
        if (parts.every(part => portsCover(part.ports, ports))) return {grant, answer, step, change};
        return {
            grant,
            answer: 'refused',
            step: `${inWords(grant)} does not hold for ${describePorts(ports) || 'every port'}`,
            change: `add ${describePorts(ports) || '"any"'} to the ports in ${placeOf(grant)}`,
        };
    }

    #families(grant: Grant): readonly Family[] {
        const known = new Set(this.#evidence.addresses.map(familyOf));
        return grant.families.filter(family => !known.size || known.has(family));
    }

    #isPing(): boolean {
        const {ports} = this.#question;
        return ports.length > 0 && ports.every(port => 'type' in port && port.type === 'echo-request');
    }

    owner(owner: Owner): Explanation {
        const {subject, host, ports} = this.#question;
        const asked = `${host}${ports.length ? ` on ${ports.map(formatPort).join(', ')}` : ''}`;
        const head = `${owner.what}: chain ${owner.chain} decides`;
        if (owner.record)
            return {
                verdict: 'allowed',
                steps: [head, 'everything is allowed and recorded, because "record" is on'],
                change: ['take "record" out when the recording is done'],
            };
        if (owner.recordTimer)
            return {
                verdict: 'allowed',
                steps: [head, 'everything is allowed and recorded for a while'],
                change: [`galafctl record ${subject} --stop`],
            };
        if (owner.ping && this.#isPing())
            return {verdict: 'allowed', steps: [head, '"ping" allows it'], change: ['take "ping" out']};
        const all = owner.grants.map(grant => this.#judge(grant));
        const allowing = all.filter(({answer}) => answer === 'allowed');
        if (allowing.length)
            return {
                verdict: 'allowed',
                steps: [head, ...allowing.map(({step}) => step)],
                change: allowing.map(({grant}) => withdrawal(grant)),
            };
        const open = all.filter(({answer}) => answer === 'unknown');
        const near = all.filter(({change}) => change);
        return {
            verdict: open.length ? 'unknown' : 'refused',
            steps: [
                head,
                ...[...open, ...near].map(({step}) => step),
                ...(open.length ? [] : [`nothing that ${subject} may reach covers ${asked}`]),
            ],
            change: [
                ...near.map(({change}) => change!),
                `galafctl allow ${subject} ${host}${ports.map(port => ` ${formatPort(port)}`).join('')}`,
            ],
        };
    }
}

function withdrawal(grant: Grant): string {
    if (grant.timer) return 'end the permission for a while';
    return grant.origin.file
        ? `take “${describeGrant(grant)}” out of ${placeOf(grant)}`
        : `switch ${grant.origin.path} off`;
}

/** The app group or user; null when the policy has none of the name and the machine neither. */
function ownerOf({groups, users, machine}: Policy, subject: string): Owner | null {
    const name = userOf(subject);
    if (name === null) {
        const group = groups.find(entry => entry.name === subject);
        return group
            ? {...group, what: `app group ${subject} has id ${group.gid}`, chain: `app_${group.gid}`}
            : null;
    }
    const account = machine.users.find(entry => entry.name === name);
    if (!account) return null;
    const none = {grants: [], ping: false, record: false};
    const user = users.find(entry => entry.uid === account.uid) ?? none;
    return {...user, what: `user ${name} has id ${account.uid}`, chain: `user_${account.uid}`};
}

/** What the permissions of users who may launch a group add, since both count. */
function usersToo(policy: Policy, explainer: Explainer, subject: string): {names: string[]; all: boolean} {
    const group = policy.groups.find(({name}) => name === subject);
    const launchers = policy.machine.users.filter(({uid}) =>
        group?.launchers.some(([from, to]) => from <= uid && uid <= to),
    );
    const able = launchers.filter(({name}) => {
        const owner = ownerOf(policy, `user:${name}`);
        return owner !== null && explainer.owner(owner).verdict === 'allowed';
    });
    return {names: able.map(({name}) => name), all: able.length > 0 && able.length === launchers.length};
}

/** Questions that the order of the rules answers before anybody's permissions are looked at. */
function beforehand(policy: Policy, {subject, ports}: Question, {addresses}: Evidence): Explanation | null {
    if (addresses.length && addresses.every(isLoopback))
        return {verdict: 'allowed', steps: ['the loopback interface is never judged'], change: []};
    const dns =
        ports.length > 0 && ports.every(port => !('type' in port) && port.from === 53 && port.to === 53);
    if (!dns || policy.settings.resolver !== 'gate') return null;
    const owner = ownerOf(policy, subject)!;
    const listed = policy.settings.dns === 'all' || needsNames(owner);
    const step = 'lookups go to the gate, whatever server they were meant for';
    if (listed) return {verdict: 'allowed', steps: [step], change: []};
    return {
        verdict: 'refused',
        steps: [
            step,
            `${subject} may reach no name, so that it may not look names up (dns: "${policy.settings.dns}")`,
        ],
        change: [`allow ${subject} a domain, or set "dns" to "all"`],
    };
}

/**
 * Explains what the rules in force do with a connection.
 *
 * @returns null when there is no such app group or user
 */
export function explain(policy: Policy, question: Question, evidence: Evidence): Explanation | null {
    const owner = ownerOf(policy, question.subject);
    if (!owner) return null;
    const early = beforehand(policy, question, evidence);
    if (early) return early;
    const explainer = new Explainer(policy, question, evidence);
    const own = explainer.owner(owner);
    if (own.verdict === 'allowed' || userOf(question.subject) !== null) return own;
    const {names, all} = usersToo(policy, explainer, question.subject);
    if (!names.length) return own;
    const step = `what a user may reach, every app may that the user starts: ${names.join(', ')} may reach it`;
    return {
        verdict: all ? 'allowed' : 'unknown',
        steps: [...own.steps, step],
        change: names.map(name => `take the permission from user ${name}`),
    };
}
