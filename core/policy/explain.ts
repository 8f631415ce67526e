/** Why somebody may or may not reach something, in words, by the same permissions that the rules are made of. */
import {formatPort} from '../config/port-sets.js';
import type {Grant, Subject} from '../config/types.js';
import {describeGrant} from './describe.js';
import {needsNames} from './grants.js';
import {type Answer, type Evidence, Judge, placeOf, type Question} from './judge.js';
import {isLoopback} from './networks.js';
import {userOf} from './timed.js';
import type {Policy} from './types.js';

export interface Explanation {
    readonly verdict: Answer;
    readonly steps: readonly string[];
    /** What to do for the other answer; [] when there is nothing to be done here. */
    readonly change: readonly string[];
}

/** Somebody whose permissions count. */
interface Owner extends Pick<Subject, 'grants' | 'ping' | 'record' | 'recordTimer'> {
    readonly what: string;
    readonly chain: string;
}

class Explainer {
    readonly #judge: Judge;
    readonly #question: Question;

    constructor(policy: Policy, question: Question, evidence: Evidence) {
        this.#judge = new Judge(policy, question, evidence);
        this.#question = question;
    }

    #isPing(): boolean {
        const {ports} = this.#question;
        return ports.length > 0 && ports.every(port => 'type' in port && port.type === 'echo-request');
    }

    owner(owner: Owner): Explanation {
        const {subject, host, ports} = this.#question;
        const asked = ports.length ? `${host} on ${ports.map(formatPort).join(', ')}` : host;
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
        const all = owner.grants.map(grant => this.#judge.judge(grant));
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
