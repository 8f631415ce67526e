/** What was found out, as text for a terminal. */
import type {Attempts, BlockedAttempt, Doctor, Explanation, Finding} from '../helper/dbus/answers.js';
import {idOf, mergeAttempts} from '../core/attempts.js';
import type {Proposal, Remark} from '../core/policy/proposal.js';
import {_, fill, said} from './i18n.js';
import {safe, table} from './output.js';
import {paint, type Style} from './style.js';
import {minute} from './views-policy.js';

const SEVERITIES: Readonly<Record<Finding['severity'], Style>> = {high: 'red', medium: 'yellow', low: 'dim'};

const severityText = (severity: Finding['severity']): string =>
    ({high: _('high'), medium: _('medium'), low: _('low')})[severity];

export function doctorText({findings}: Doctor): string {
    if (!findings.length) return paint('green', _('Nothing found.'));
    return findings
        .map(({severity, title, detail, fix}) =>
            [
                `${paint(SEVERITIES[severity], severityText(severity))}  ${paint('bold', said(safe(title)))}`,
                ...detail.split('\n').map(line => `  ${said(safe(line))}`),
                ...(fix === null ? [] : [`  → ${said(safe(fix))}`]),
            ].join('\n'),
        )
        .join('\n\n');
}

export function explanationText({verdict, steps, change}: Explanation): string {
    const verdicts = {
        allowed: paint('green', _('allowed')),
        refused: paint('red', _('refused')),
        unknown: paint('yellow', _('not known')),
    };
    return [
        verdicts[verdict],
        ...steps.map((step, i) => `${i + 1}. ${said(safe(step))}`),
        ...(change.length ? ['', _('To get the other answer:')] : []),
        ...change.map(line => `  ${said(safe(line))}`),
    ].join('\n');
}

/** For example `imap.example.org (192.0.2.7)`, or the question of a refused look-up. */
function destinationText({host, address, question}: BlockedAttempt): string {
    if (question !== null) return fill(_('looked up {name}'), {name: safe(question)});
    return host === null ? safe(address) : `${safe(host)} (${address})`;
}

/** One line an attempt. */
const attemptsText = (attempts: readonly BlockedAttempt[]): string =>
    table(
        attempts.map(attempt => {
            const {group, user, program, protocol, port, count, last, direction} = attempt;
            return [
                minute(last),
                `${count}×`,
                safe([group, user].filter(name => name !== null).join(' / ') || _('(unmarked)')),
                safe(program ?? ''),
                port === null ? protocol : `${protocol}/${port}`,
                direction === 'in' ? '←' : '→',
                destinationText(attempt),
            ];
        }),
        [false, true],
    );

export const narrower = (more: boolean): string[] =>
    more ? [_('There is more; --since narrows it down.')] : [];

export const recordedText = ({attempts, more}: Attempts): string =>
    attempts.length ? [attemptsText(mergeAttempts(attempts)), ...narrower(more)].join('\n') : _('Nothing.');

/** With an id before each line, for --explain and --allow. */
export function identifiedText(attempts: readonly BlockedAttempt[]): string {
    const lines = attemptsText(attempts).split('\n');
    return lines.map((line, i) => `${paint('dim', idOf(attempts[i]!))}  ${line}`).join('\n');
}

/** The same, and what can be done about it. */
export function blockedText({attempts, more}: Attempts): string {
    if (!attempts.length) return _('Nothing.');
    return [
        identifiedText(mergeAttempts(attempts)),
        ...narrower(more),
        '',
        // Translators: keep the commands as they are.
        _('galafctl blocked --explain ID tells why, galafctl blocked --allow ID [--for TIME] allows it.'),
    ].join('\n');
}

/** Hosts with whoever reached them, most of the time first. */
export function hostsText({attempts, more}: Attempts): string {
    if (!attempts.length) return _('Nothing.');
    interface Host {
        minutes: number;
        last: string;
        readonly groups: Set<string>;
    }
    const hosts = new Map<string, Host>();
    for (const {host, address, group, user, count, last} of attempts) {
        const name = safe(host ?? address);
        const seen: Host = hosts.get(name) ?? {minutes: 0, last, groups: new Set()};
        seen.minutes += count;
        if (last > seen.last) seen.last = last;
        seen.groups.add(safe(group ?? user ?? _('(unmarked)')));
        hosts.set(name, seen);
    }
    const rows = [...hosts]
        .sort(([, a], [, b]) => b.minutes - a.minutes)
        .map(([name, {minutes, last, groups}]) => [
            name,
            String(minutes),
            minute(last),
            [...groups].sort().join(', '),
        ]);
    const head = [_('host'), _('minutes'), _('last (UTC)'), _('groups')];
    return [table([head, ...rows], [false, true]), ...narrower(more)].join('\n');
}

function remarkText(remark: Remark | null, hosts: readonly string[]): string {
    switch (remark?.kind) {
        case 'shared':
            return fill(
                _('{operator} serves this name to whoever rents it, from addresses that many share'),
                {
                    operator: remark.operator,
                },
            );
        case 'below':
            return fill(_('and all names below it; seen: {names}'), {names: hosts.join(', ')});
        case 'address':
            return _('no name known; the address may be somebody else’s tomorrow');
        default:
            return '';
    }
}

/** What to allow a recorded group, and how to accept it. */
export function proposalText(review: {
    readonly subject: string;
    readonly proposals: readonly Proposal[];
    readonly more: boolean;
}): string {
    const {subject, proposals, more} = review;
    if (!proposals.length) return _('Nothing was recorded that is not allowed yet.');
    const rows = proposals.map(({endpoint, hosts, remark}) => [
        [endpoint.to].flat().join(','),
        [endpoint.ports ?? []].flat().join(','),
        remarkText(remark, hosts),
    ]);
    const command = `galafctl recorded ${safe(subject)} --accept`;
    return [
        table(rows),
        ...narrower(more),
        '',
        fill(_('{command} allows these and ends the recording.'), {command}),
    ].join('\n');
}
