/** The dnsmasq instances in front of the system's resolver: one fills the sets, the others only filter names. */
import {nextSlot, slotsOf} from '../policy/gates.js';
import {isLocal, RESOLVER_USER, tellsNetworkManager} from '../policy/local-resolver.js';
import {gateLines} from '../policy/nesting.js';
import type {GatePort, GenerationFiles, Policy, PolicyGroup} from '../policy/types.js';
import {quote} from './text.js';

/** Characters that a line of dnsmasq's may hold without a meaning of their own. */
const SAFE_DOMAIN = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/;

function safe(domain: string): string {
    if (!SAFE_DOMAIN.test(domain)) throw new Error(`unsafe domain: ${JSON.stringify(domain)}`);
    return domain;
}

/**
 * apt asks for SRV records of its mirrors and would connect to whatever name they give, which no set knows. Answering
 * "no such name" for just these questions makes it use the mirror's own name (apt-transport-http(1)).
 */
function withoutSrv(policy: Policy): string[] {
    if (!policy.base.apt) return [];
    const hosts = new Set(policy.machine.apt.map(({host}) => host.toLowerCase()));
    return [...hosts]
        .filter(host => SAFE_DOMAIN.test(host) && /[a-z]/.test(host))
        .sort()
        .map(host => `local=/_http._tcp.${host}/_https._tcp.${host}/`);
}

/** What all gates have in common. Nothing is cached, so that every answer passes and fills the sets. */
const listening = (port: number): string[] => [
    `port=${port}`,
    // Of the addresses there are, loopback and link-local ones: native/gate-listen.c refuses the others.
    'interface=*',
    'bind-dynamic',
    'pid-file=',
    'cache-size=0',
    'no-hosts',
    'dns-forward-max=1000',
];

/** Lines that make a dnsmasq learn addresses for us. */
function learningLines(policy: Policy): string[] {
    const lines = gateLines(policy.classes, policy.settings.table).map(({domain, line}) => {
        safe(domain);
        return line;
    });
    return [...withoutSrv(policy), ...lines];
}

// NetworkManager starts it as nobody, whom the rules must not let ask any server.
const OWN_USER = `user=${RESOLVER_USER}`;

/**
 * A file for the dnsmasq that the system asks anyway; null when it needs none. One that learns must cache nothing: an
 * answer from its cache fills no set.
 */
export function renderResolver(policy: Policy): string | null {
    const {resolver} = policy.settings;
    if (isLocal(resolver))
        return [
            '# Written by Galaf. Nothing is cached, so that every answer fills the sets.',
            'cache-size=0',
            OWN_USER,
            ...learningLines(policy),
            '',
        ].join('\n');
    if (!tellsNetworkManager(resolver, policy.machine)) return null;
    return [
        '# Written by Galaf. The DNS gate asks this dnsmasq, whose user the rules must know.',
        OWN_USER,
        '',
    ].join('\n');
}

function commonGate(policy: Policy, port: number): string {
    return [
        "# Written by Galaf. Asks the system's resolver; caches nothing, so that every answer fills the sets.",
        ...listening(port),
        'user=galaf-gate',
        'group=galaf-gate',
        'resolv-file=/etc/resolv.conf',
        // As programs would ask them (resolv.conf(5)): the first may know names of a VPN that no other may hear of.
        'strict-order',
        ...learningLines(policy),
        '',
    ].join('\n');
}

/** Asks the common gate, through the redirect, for the group's own names; other names have no server and are refused. */
function ownGate({name, gid, grants}: PolicyGroup, port: number): string {
    const domains = new Set(grants.flatMap(({to}) => (to.kind === 'domains' ? to.domains : [])));
    return [
        `# Written by Galaf. Names that app group ${quote(name)}, gid ${gid}, may look up.`,
        ...listening(port),
        'user=galaf-names',
        'group=galaf-names',
        'no-resolv',
        ...[...domains].sort().map(domain => `server=/${safe(domain)}/127.0.0.1`),
        '',
    ].join('\n');
}

/** File of a gate in its generation. */
const gateFile = (gid: number | null): string => (gid === null ? 'gate.conf' : `gate/${gid}.conf`);

/** Port that a gate's file names; null for anything else. */
export function portOf(text: string): number | null {
    const match = /^port=(\d+)$/m.exec(text);
    return match ? Number(match[1]) : null;
}

function renderGate(policy: Policy, gid: number | null, port: number): string {
    const group = policy.groups.find(entry => entry.gid === gid);
    return group ? ownGate(group, port) : commonGate(policy, port);
}

/**
 * A gate reads its lines only when it starts. One whose lines changed starts on the next of its ports and the redirect
 * moves there, so that no moment is without an answer; one whose lines are the same keeps its port.
 *
 * @param previous files of the generation in force; only those of gates count
 */
export function placeGates(policy: Policy, previous: GenerationFiles): GatePort[] {
    return policy.gates.map(({gid, port}) => {
        const text = previous.get(gateFile(gid)) ?? '';
        const old = portOf(text);
        if (old === null || !slotsOf(port).includes(old)) return {gid, port};
        return {gid, port: renderGate(policy, gid, old) === text ? old : nextSlot(old)};
    });
}

export function renderGates(policy: Policy): Map<string, string> {
    return new Map(policy.gates.map(({gid, port}) => [gateFile(gid), renderGate(policy, gid, port)]));
}
