/** Answers why somebody may or may not reach something, from the policy in force and the addresses learned for it. */
import ipaddr from 'ipaddr.js';
import {explain, type Explanation} from '../core/policy/explain.js';
import type {Evidence, Question} from '../core/policy/judge.js';
import {parseEndpoint, userOf} from '../core/policy/timed.js';
import type {Policy} from '../core/policy/types.js';
import {policyInForce} from './engine/prepare.js';
import * as pause from './engine/pause.js';
import {InvalidArgumentError, InvalidConfigurationError, NotFoundError} from './errors.js';
import * as kernel from './kernel.js';
import * as monitor from './monitor.js';

/** As many names as the monitor keeps for one answer. */
const NAMES = 10_000;

/** Reads a question as the parser would read an endpoint. */
function readQuestion(subject: string, host: string, ports: string): Question {
    const list = ports.split(/[\s,]+/).filter(Boolean);
    const {grants, diagnostics} = parseEndpoint({to: host, ...(list.length ? {ports: list} : {})});
    const to = grants[0]?.to;
    const found = diagnostics.find(({severity}) => severity === 'error');
    if (found || !to) throw new InvalidConfigurationError(diagnostics);
    const single = to.kind === 'addresses' && to.ranges[0]!.from === to.ranges[0]!.to;
    if (to.kind !== 'domains' && !single)
        throw new InvalidArgumentError(`"${host}" is no host: write a domain name or one address`);
    const name = to.kind === 'domains' ? to.domains[0]! : to.ranges[0]!.from;
    return {subject, host: name, ports: grants[0]!.ports};
}

/** Addresses that DNS answers gave for a name, to this app or to somebody unknown. */
async function addressesOf(host: string, gid: number | null): Promise<string[]> {
    interface Row {
        readonly gid: number | null;
        readonly address: string;
        readonly host: string;
    }
    try {
        const {rows} = await monitor.ask<{rows: Row[]}>({query: 'names', limit: NAMES});
        const own = rows.filter(row => row.host === host && (row.gid === null || row.gid === gid));
        return [...new Set(own.map(({address}) => address))];
    } catch {
        return []; // Without the monitor the sets alone tell.
    }
}

/** Learned sets that the permissions of somebody, or of users who start it, refer to. */
function setsOf(policy: Policy, subject: string): Set<string> {
    const name = userOf(subject);
    const stems = new Map(policy.classes.flatMap(({stem, domains}) => domains.map(domain => [domain, stem])));
    const subjects = [
        ...policy.groups.filter(group => name === null && group.name === subject),
        ...policy.users.filter(user => name === null || user.name === name),
    ];
    const domains = subjects.flatMap(({grants}) =>
        grants.flatMap(({to}) => (to.kind === 'domains' ? to.domains : [])),
    );
    return new Set([...new Set(domains)].flatMap(d => [4, 6].map(family => `${stems.get(d)}_${family}`)));
}

/** Addresses by learned set. */
type Learned = ReadonlyMap<string, readonly string[]>;

/**
 * What the kernel learned that decides about an address or a name.
 *
 * @param learned the sets of the policy's table; who asks about many hosts lists them once
 */
export async function gatherEvidence(
    policy: Policy,
    {subject, host}: Question,
    learned: Learned,
): Promise<Evidence> {
    const gid = policy.groups.find(({name}) => name === subject)?.gid ?? null;
    const addresses = new Set(ipaddr.isValid(host) ? [host] : await addressesOf(host, gid));
    // A set of this name alone holds its addresses and no others.
    const own = policy.classes.find(({domains}) => domains.length === 1 && domains[0] === host);
    for (const family of own?.families ?? [])
        for (const address of learned.get(`${own!.stem}_${family}`) ?? []) addresses.add(address);
    const holders = new Map([...addresses].map(address => [address, new Set<string>()]));
    for (const set of addresses.size ? setsOf(policy, subject) : [])
        for (const address of learned.get(set) ?? []) holders.get(address)?.add(set);
    return {addresses: [...addresses], holders};
}

/**
 * @param subject name of an app group, or `user:NAME`
 * @param host domain name or address
 * @param ports such as `tcp/443`; several with a comma or space between; empty for every port
 */
export async function explainNow(subject: string, host: string, ports: string): Promise<Explanation> {
    const question = readQuestion(subject, host, ports);
    const policy = await policyInForce();
    const table = await kernel.readTable(policy.settings.table);
    if (!table?.ours) {
        const state = pause.secondsLeft() === null ? 'stopped' : 'paused';
        return {
            verdict: 'allowed',
            steps: [`the firewall is ${state}: nothing is judged`],
            change: ['galafctl start'],
        };
    }
    if (!table.objects.maps.includes('apps'))
        return {
            verdict: 'refused',
            steps: [
                'the policy could not be loaded, so that everything is refused (galafctl status says why)',
            ],
            change: ['galafctl apply'],
        };
    const learned = await kernel.allLearned(policy.settings.table);
    const explanation = explain(policy, question, await gatherEvidence(policy, question, learned));
    if (!explanation) throw new NotFoundError(`there is no app group or user "${subject}"`);
    return explanation;
}
