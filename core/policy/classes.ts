/** Which domains share a pair of learned address sets. */
import type {Diagnostic, Family, Grant} from '../config/types.js';
import {finding, settingOrigin} from './findings.js';
import {shortHash} from './hash.js';
import type {DomainClass} from './types.js';

/**
 * Up to this many domains each has sets of its own, so that removing one revokes exactly its addresses. Above, domains
 * with the same consumers share: creating sets takes the kernel quadratic time (10,000 sets 4 s, 2,000 0.3 s).
 */
const OWN_SETS_LIMIT = 500;

/** Somebody with grants; `key` tells subjects apart. */
export interface Consumer {
    readonly key: string;
    readonly grants: readonly Grant[];
}

interface Use {
    readonly families: Set<Family>;
    /** Which permission of whom; only collected when sets are shared. */
    readonly consumers: string[];
}

/** What two grants must have in common for their domains to be treated alike. */
function signature(grant: Grant): string {
    return JSON.stringify([grant.ports, grant.families, grant.private, grant.raw[4], grant.raw[6]]);
}

function collect(consumers: readonly Consumer[]): Map<string, Use> {
    const uses = new Map<string, Use>();
    for (const {key, grants} of consumers) {
        for (const grant of grants) {
            if (grant.to.kind !== 'domains') continue;
            const consumer = `${key} ${signature(grant)}`;
            for (const domain of grant.to.domains) {
                let use = uses.get(domain);
                if (!use) uses.set(domain, (use = {families: new Set(), consumers: []}));
                for (const family of grant.families) use.families.add(family);
                use.consumers.push(consumer);
            }
        }
    }
    return uses;
}

/** Classes in ascending order of their first domain; a clash of names is an error, never a silent merge. */
export function domainClasses(consumers: readonly Consumer[], out: Diagnostic[]): DomainClass[] {
    const uses = collect(consumers);
    const share = uses.size > OWN_SETS_LIMIT;
    const groups = new Map<string, string[]>();
    for (const domain of [...uses.keys()].sort()) {
        const key = share ? [...new Set(uses.get(domain)!.consumers)].sort().join('\n') : domain;
        const list = groups.get(key);
        if (list) list.push(domain);
        else groups.set(key, [domain]);
    }
    const stems = new Map<string, readonly string[]>();
    return [...groups.values()].map(domains => {
        const stem = `n_${shortHash(domains.join(' '))}`;
        const other = stems.get(stem);
        if (other) out.push(clash(stem, other, domains));
        stems.set(stem, domains);
        const families = ([4, 6] as const).filter(family =>
            domains.some(domain => uses.get(domain)!.families.has(family)),
        );
        return {stem, domains, families};
    });
}

function clash(stem: string, a: readonly string[], b: readonly string[]): Diagnostic {
    return finding(
        settingOrigin('groups'),
        'error',
        'set-name-clash',
        `the domains "${a[0]}" and "${b[0]}" would get the same set name ${stem}`,
        {hint: 'this is a coincidence of hash values: write one of the two with a further name beside it'},
    );
}
