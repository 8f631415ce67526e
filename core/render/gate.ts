/** gate.conf: the dnsmasq that stands in front of the system's resolver and fills the sets. */
import {gateLines} from '../policy/nesting.js';
import type {Policy} from '../policy/types.js';
import {GATE_PORT} from './dns.js';

/** Characters that a line of dnsmasq's may hold without a meaning of their own. */
const SAFE_DOMAIN = /^[a-z0-9_-]+(\.[a-z0-9_-]+)*$/;

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
        ...lines,
        '',
    ].join('\n');
}
