/** Everything that is not as it should be on a machine. */
import {ACCOUNTS} from './accounts.js';
import {NAMES} from './names.js';
import {POLICY} from './policy.js';
import {SYSTEM} from './system.js';
import {VPNS} from './vpns.js';
import {labelsOf} from '../policy/titles.js';
import type {Facts, Finding, Severity} from './types.js';

const ORDER: readonly Severity[] = ['high', 'medium', 'low'];

/** Findings, the gravest first. */
export function diagnose(facts: Facts): Finding[] {
    const labels = labelsOf(facts.policy?.groups ?? []);
    const findings = [...SYSTEM, ...VPNS, ...NAMES, ...ACCOUNTS, ...POLICY].flatMap(check => {
        const titled = check(facts, name => labels.get(name) ?? name);
        return check(facts, name => name).map((told, index): Finding => {
            const {title, detail} = titled[index]!;
            return {...told, titled: {title, detail}};
        });
    });
    return findings.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}

/** How many there are of each severity. */
export function countFindings(findings: readonly Finding[]): Record<Severity, number> {
    const count = (severity: Severity) => findings.filter(finding => finding.severity === severity).length;
    return {high: count('high'), medium: count('medium'), low: count('low')};
}
