/** The base chains and the chains of the subjects. */
import type {DomainClass, Policy} from '../policy/types.js';
import {
    BASE_JUMP,
    baseInput,
    baseOutputChain,
    bridgeChains,
    intoTunnel,
    SOCKET,
    toBridges,
    tunnelChains,
    wireguardOutput,
} from './base.js';
import {blockedChains} from './blocked.js';
import {countingChains, RECEIVE, SEND} from './counting.js';
import {dnsChains, gateAnswers, gateInput, nameserverRules, redirectedRules} from './dns.js';
import {fromIpsec, intoIpsec, ipsecChains, ipsecOutput} from './ipsec.js';
import {markChains, markOutput, markRules} from './marking.js';
import {kernelGrants} from '../policy/presets.js';
import {Profiles} from './profiles.js';
import {serviceRules} from './services.js';
import {kernelRules, subjectChain} from './subject.js';
import type {SubjectChain} from './subject.js';
import type {Chain} from './text.js';

/** Hooks of the chains that `closed.nft` shares with every ruleset. */
export const OUTPUT_HOOK = 'type filter hook output priority filter; policy drop;';
export const INPUT_HOOK = 'type filter hook input priority filter; policy drop;';

/** All chains, and the elements that belong to them. */
export interface Rendered {
    readonly chains: readonly Chain[];
    readonly elements: ReadonlyMap<string, readonly string[]>;
}

/** @param kernel chains of what the kernel sends by itself */
function outputChain(policy: Policy, kernel: readonly Chain[]): Chain {
    return {
        name: 'output',
        hook: OUTPUT_HOOK,
        rules: [
            'oif "lo" goto loopback',
            'ct state invalid drop',
            ...wireguardOutput(policy),
            ...ipsecOutput(policy),
            ...markOutput(policy),
            ...redirectedRules(policy),
            BASE_JUMP,
            ...nameserverRules(policy),
            `ct direction reply ct state established,related ${SEND}`,
            'meta skgid vmap @apps',
            'meta skuid vmap @users',
            ...toBridges(policy),
            // Packets without a socket, like the last ACK of a close, match no id at all: they pass if their connection was
            // accepted while it had a socket.
            `${SOCKET} goto blocked`,
            ...kernel.map(({name}) => `meta l4proto tcp jump ${name}`),
            `ct state established,related ${SEND}`,
            'goto blocked',
        ],
    };
}

function inputChain(policy: Policy): Chain {
    return {
        name: 'input',
        hook: INPUT_HOOK,
        rules: [
            'iif "lo" accept',
            'ct state invalid drop',
            `ct direction reply ct state established,related ${RECEIVE}`,
            ...gateInput(policy),
            ...baseInput(policy),
            ...serviceRules(policy),
            'jump blocked_in',
        ],
    };
}

/** What stays on this machine passes, and is not counted. */
const loopbackChain = (policy: Policy): Chain => ({
    name: 'loopback',
    rules: [...gateAnswers(policy), 'accept'],
});

class Subjects {
    readonly chains: Chain[] = [];
    readonly elements = new Map<string, string[]>();

    add(name: string, comment: string, map: string, id: number, {rules, elements}: SubjectChain): void {
        if (!rules.length) return;
        this.chains.push({name, comment, rules});
        this.#push(map, [`${id} : jump ${name}`]);
        const prefix = map === 'users' ? 'user_' : '';
        for (const family of [4, 6] as const) {
            const {endpoints, hosts} = elements[family];
            this.#push(
                `${prefix}static${family}`,
                endpoints.map(element => `${id} . ${element}`),
            );
            this.#push(
                `${prefix}hosts${family}`,
                hosts.map(element => `${id} . ${element}`),
            );
        }
    }

    #push(set: string, elements: readonly string[]): void {
        const list = this.elements.get(set);
        if (list) list.push(...elements);
        else this.elements.set(set, [...elements]);
    }
}

/** What the kernel sends by sockets of its own: no id tells whose it is, and no program can send like that. */
function kernelChains(
    policy: Policy,
    classOf: ReadonlyMap<string, DomainClass>,
    profiles: Profiles,
): Chain[] {
    const rules = kernelRules(kernelGrants(policy), classOf, profiles);
    return rules.length ? [{name: 'kernel', comment: 'network drives', rules}] : [];
}

export function renderChains(policy: Policy): Rendered {
    const classOf = new Map<string, DomainClass>();
    for (const entry of policy.classes) for (const domain of entry.domains) classOf.set(domain, entry);
    const profiles = new Profiles();
    const markRule = markRules(policy);
    const subjects = new Subjects();
    for (const group of policy.groups) {
        const {gid, name, title} = group;
        const owner = {kind: 'group', id: gid, markRule: markRule(gid, null)} as const;
        const comment = title && title !== name ? `${name}: ${title}` : name;
        subjects.add(`app_${gid}`, comment, 'apps', gid, subjectChain(owner, group, classOf, profiles));
    }
    for (const user of policy.users) {
        const {uid, name} = user;
        const owner = {kind: 'user', id: uid, markRule: markRule(null, uid)} as const;
        subjects.add(`user_${uid}`, name, 'users', uid, subjectChain(owner, user, classOf, profiles));
    }
    const kernel = kernelChains(policy, classOf, profiles);
    const forward: Chain[] =
        policy.settings.forward === 'drop'
            ? [{name: 'forward', hook: 'type filter hook forward priority filter; policy drop;', rules: []}]
            : [];
    return {
        chains: [
            ...profiles.chains(),
            ...blockedChains(policy.settings),
            ...subjects.chains,
            ...dnsChains(policy),
            ...markChains(policy),
            baseOutputChain(policy),
            ...tunnelChains(policy),
            ...ipsecChains(policy),
            ...bridgeChains(policy),
            loopbackChain(policy),
            ...kernel,
            outputChain(policy, kernel),
            inputChain(policy),
            ...forward,
            ...countingChains([...intoTunnel(policy), ...intoIpsec(policy)], fromIpsec(policy)),
        ],
        elements: subjects.elements,
    };
}
