/** What is in force, as text for a terminal. */
import type {Status, TimedPermission} from '../helper/dbus/answers.js';
import {_, fill, ngettext, said, saidOf} from './i18n.js';
import {table} from './output.js';
import {paint, type Style} from './style.js';
import {diagnosticText, minute} from './views-policy.js';

const MINUTE = 60;
const HOUR = 3600;

/** A length of time in one unit, never shorter than it is: `90 seconds`, `14 minutes`, `5 hours`. */
export function durationText(seconds: number): string {
    if (seconds < 2 * MINUTE) return ngettext('{count} second', '{count} seconds', seconds);
    if (seconds < 2 * HOUR) return ngettext('{count} minute', '{count} minutes', Math.ceil(seconds / MINUTE));
    return ngettext('{count} hour', '{count} hours', Math.ceil(seconds / HOUR));
}

const leftText = (seconds: number): string => fill(_('{time} left'), {time: durationText(seconds)});

function stateText({state}: Status): string {
    const states: Readonly<Record<Status['state'], readonly [Style, string]>> = {
        enforcing: ['green', _('enforcing: only what the policy allows reaches the network')],
        stopped: ['red', _('stopped: every program reaches the network')],
        paused: ['red', _('paused: every program reaches the network')],
        closed: ['red', _('closed: nothing reaches the network, because the policy could not be loaded')],
        'not-configured': ['yellow', _('not configured: no policy has been applied yet')],
    };
    return paint(...states[state]);
}

function untilText({until, seconds_left: seconds}: TimedPermission): string {
    if (until === 'boot') return _('until the next boot');
    if (until === 'exit') return _('until its last process ends');
    return leftText(seconds ?? 0);
}

const timedText = (timed: readonly TimedPermission[]): string =>
    table(
        timed.map(permission => {
            const {id, subject, endpoint, record} = permission;
            const what = record ? _('everything, and it is recorded') : saidOf(endpoint);
            return [`  ${id}`, `${subject} → ${what}`, untilText(permission)];
        }),
    );

/** For example `1 high, 2 low`; nothing where the doctor found nothing. */
function doctorCounts({high, medium, low}: Status['doctor']): string {
    const counts = [
        high && paint('red', fill(_('{count} high'), {count: high})),
        medium && paint('yellow', fill(_('{count} medium'), {count: medium})),
        low && fill(_('{count} low'), {count: low}),
    ].filter(Boolean);
    return counts.join(', ');
}

type Row = [label: string, text: string];

function generationRows(status: Status): Row[] {
    if (status.generation === null) return [];
    const gate =
        status.resolver === 'gate' ? fill(_('gate, {state}'), {state: status.gate}) : status.resolver;
    return [
        [_('Generation:'), [status.generation, minute(status.created ?? '')].filter(Boolean).join(', ')],
        [_('Marks:'), status.marks ?? ''],
        [_('Resolver:'), gate ?? ''],
        [_('Guard:'), status.guard],
        [_('Monitor:'), status.monitor],
    ];
}

export function statusText(status: Status): string {
    const {paused_seconds_left: paused, trial, timed, pending, last_error: error} = status;
    const doctor = doctorCounts(status.doctor);
    const rows: Row[] = [[_('State:'), stateText(status)]];
    const add = (...row: Row) => rows.push(row);
    if (paused !== null) add(_('Pause:'), leftText(paused));
    rows.push(...generationRows(status));
    if (trial)
        add(
            _('On trial:'),
            fill(_('{left}; galafctl confirm keeps it'), {left: leftText(trial.seconds_left)}),
        );
    if (pending) add(_('Files:'), _('not applied yet; galafctl diff says what would change'));
    if (doctor) add(_('Doctor:'), fill(_('{counts}; see galafctl doctor'), {counts: doctor}));
    if (error) add(_('Error:'), error.split('\n').map(said).join('\n  '));
    return [
        table(rows),
        ...(timed.length ? [_('Allowed for a while:'), timedText(timed)] : []),
        ...status.warnings.map(diagnosticText),
    ].join('\n');
}
