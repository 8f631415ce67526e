/** What was found out, as text for a terminal. */
import type {Attempts, BlockedAttempt, Doctor, Explanation, Finding} from '../helper/dbus/answers.js';
import {_, fill} from './i18n.js';
import {table} from './output.js';
import {paint, type Style} from './style.js';
import {minute} from './views-policy.js';

/** Names come from the network: nothing in them may reach a terminal as a command. */
const safe = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');

const SEVERITIES: Readonly<Record<Finding['severity'], Style>> = {high: 'red', medium: 'yellow', low: 'dim'};

const severityText = (severity: Finding['severity']): string =>
    ({high: _('high'), medium: _('medium'), low: _('low')})[severity];

export function doctorText({findings}: Doctor): string {
    if (!findings.length) return paint('green', _('Nothing found.'));
    return findings
        .map(({severity, title, detail, fix}) =>
            [
                `${paint(SEVERITIES[severity], severityText(severity))}  ${paint('bold', title)}`,
                ...detail.split('\n').map(line => `  ${line}`),
                ...(fix === null ? [] : [`  → ${fix}`]),
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
        ...steps.map((step, i) => `${i + 1}. ${step}`),
        ...(change.length ? ['', _('To get the other answer:')] : []),
        ...change.map(line => `  ${line}`),
    ].join('\n');
}

/** For example `imap.example.org (192.0.2.7)`, or the question of a refused look-up. */
function destinationText({host, address, question}: BlockedAttempt): string {
    if (question !== null) return fill(_('looked up {name}'), {name: safe(question)});
    return host === null ? address : `${safe(host)} (${address})`;
}

export function blockedText({attempts, more}: Attempts): string {
    if (!attempts.length) return _('Nothing.');
    const rows = attempts.map(attempt => {
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
    });
    return [
        table(rows, [false, true]),
        ...(more ? [_('There are more; --since narrows it down.')] : []),
    ].join('\n');
}
