/** gate.conf: the dnsmasq that stands in front of the system's resolver and fills the sets. */
import {gateLines} from '../policy/nesting.js';
import type {Policy} from '../policy/types.js';
import {GATE_PORT} from './dns.js';

/** Characters that a line of dnsmasq's may hold without a meaning of their own. */
const SAFE_DOMAIN = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/;

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

export function renderGate(policy: Policy): string {
    const lines = gateLines(policy.classes, policy.settings.table).map(({domain, line}) => {
        if (!SAFE_DOMAIN.test(domain)) throw new Error(`unsafe domain: ${JSON.stringify(domain)}`);
        return line;
    });
    return [
        "# Written by Galaf. Asks the system's resolver; caches nothing, so that every answer fills the sets.",
        `port=${GATE_PORT}`,
        'listen-address=127.0.0.1,::1',
        'bind-dynamic',
        'user=galaf-gate',
        'group=galaf-gate',
        'pid-file=',
        'resolv-file=/etc/resolv.conf',
        'cache-size=0',
        'no-hosts',
        'dns-forward-max=1000',
        ...withoutSrv(policy),
        ...lines,
        '',
    ].join('\n');
}
