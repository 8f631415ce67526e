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
export function gateLines(classes: readonly DomainClass[], table: string): GateLine[] {
    const byDomain = new Map<string, DomainClass>();
    for (const entry of classes) for (const domain of entry.domains) byDomain.set(domain, entry);
    const lines: GateLine[] = [];
    for (const domain of [...byDomain.keys()].sort()) {
        const found = new Set<DomainClass>();
        for (let name = domain; name; name = parent(name)) {
            const entry = byDomain.get(name);
            if (entry) found.add(entry);
        }
        const sets = [...found].flatMap(({stem, families}) =>
            families.map(family => `${family}#inet#${table}#${stem}_${family}`),
        );
        if (sets.length) lines.push({domain, line: `nftset=/${domain}/${sets.join(',')}`});
    }
    return lines;
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
