/** dnsmasq's nftset lines: one per domain, with the sets of the domain and of all names above it. */
import type {Diagnostic} from '../config/types.js';
import {finding, settingOrigin} from './findings.js';
import type {DomainClass} from './types.js';

/** dnsmasq reads configuration lines into a buffer of MAXDNAME (1025) characters, line end included. */
const MAX_LINE = 1023;

/** A domain and its line. */
export interface GateLine {
    readonly domain: string;
    readonly line: string;
}

/**
 * The lines in the order of their domains. dnsmasq lets the longest match win alone, so a nested name has to list the
 * sets of its parents too, and it ignores a second line for the same domain.
 */
export function gateLines(classes: readonly DomainClass[], table: string): readonly GateLine[] {
    const known = cache.get(classes);
    if (known?.table === table) return known.lines;
    const lines = computeLines(classes, table);
    cache.set(classes, {table, lines});
    return lines;
}

/** Resolving checks the lines and rendering writes them: thousands, computed once. */
const cache = new WeakMap<readonly DomainClass[], {table: string; lines: readonly GateLine[]}>();

function computeLines(classes: readonly DomainClass[], table: string): GateLine[] {
    const setsOf = new Map<string, string>();
    for (const {stem, families, domains} of classes) {
        const sets = families.map(family => `${family}#inet#${table}#${stem}_${family}`).join(',');
        for (const domain of domains) setsOf.set(domain, sets);
    }
    return [...setsOf.keys()].sort().flatMap(domain => {
        const found = new Set<string>();
        for (let name = domain; name; name = parent(name)) {
            const sets = setsOf.get(name);
            if (sets) found.add(sets);
        }
        return found.size ? [{domain, line: `nftset=/${domain}/${[...found].join(',')}`}] : [];
    });
}

function parent(name: string): string {
    const dot = name.indexOf('.');
    return dot < 0 ? '' : name.slice(dot + 1);
}

/** A line that does not fit would be cut in two by dnsmasq, which then does not start. */
export function checkNesting(classes: readonly DomainClass[], table: string, out: Diagnostic[]): void {
    for (const {domain, line} of gateLines(classes, table)) {
        if (line.length <= MAX_LINE) continue;
        out.push(
            finding(
                settingOrigin('groups'),
                'error',
                'too-many-nested-names',
                `"${domain}" lies below so many other listed domains that dnsmasq cannot hold its line`,
                {hint: 'a domain covers every name below it: leave out the names in between'},
            ),
        );
    }
}
