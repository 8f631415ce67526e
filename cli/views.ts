/** The helper's answers as text for a terminal. */
import type {List, Stats, Status} from '../helper/dbus/answers.js';
import {formatDiagnostic} from '../core/config/diagnostics.js';
import {_, fill} from './i18n.js';
import {short, table} from './output.js';

export function statusText(status: Status): string {
    const states: Record<string, string> = {
        enforcing: _('enforcing: only what the policy allows reaches the network'),
        stopped: _('stopped: every program reaches the network'),
        closed: _('closed: nothing reaches the network, because the policy could not be loaded'),
        'not-configured': _('not configured: no policy has been applied yet'),
    };
    const rows: [string, string][] = [[_('State:'), states[status.state] ?? status.state]];
    if (status.generation !== null) {
        rows.push([_('Generation:'), `${status.generation}, ${status.created ?? ''}`]);
        rows.push([_('Marks:'), status.marks ?? '']);
        rows.push([
            _('Resolver:'),
            status.resolver === 'gate'
                ? fill(_('gate, {state}'), {state: status.gate})
                : (status.resolver ?? ''),
        ]);
        rows.push([_('Guard:'), status.guard]);
    }
    if (status.last_error) rows.push([_('Error:'), status.last_error.replaceAll('\n', '\n  ')]);
    return [table(rows), ...status.warnings.map(formatDiagnostic)].join('\n');
}

const who = (user: string | null, group: string | null): string =>
    user === null && group === null ? _('(unmarked)') : [user ?? '*', group ?? '*'].join(' / ');

export function statsText({rows, totals}: Stats): string {
    const cells = ({in: received, out, refused}: Stats['totals']) =>
        [received, out, refused].flatMap(({packets, bytes}) => [
            short(packets),
            `${short(bytes)}B`.replace(/ ?(\D*)B$/, ' $1B'),
        ]);
    const header = [
        _('user / group'),
        _('packets in'),
        _('in'),
        _('packets out'),
        _('out'),
        _('refused packets'),
        _('refused'),
    ];
    return table(
        [
            header,
            ...rows.map(row => [who(row.user, row.group), ...cells(row)]),
            [_('total'), ...cells(totals)],
        ],
        [false, true, true, true, true, true, true],
    );
}

export function listText({groups, users}: List): string {
    const nothing = _('nothing');
    const blocks = groups.map(({name, gid, title, command, users: launchers, grants}) =>
        [
            `${name}${title && title !== name ? ` (${title})` : ''}, ${fill(_('gid {gid}'), {gid})}`,
            ...(command ? [`  ${_('runs')} ${command.join(' ')}`] : []),
            ...(launchers ? [`  ${_('for')} ${launchers.join(', ')}`] : []),
            ...(grants.length ? grants : [nothing]).map(grant => `  → ${grant}`),
        ].join('\n'),
    );
    const services = users.map(({name, grants}) =>
        [
            fill(_('user {name}'), {name}),
            ...(grants.length ? grants : [nothing]).map(grant => `  → ${grant}`),
        ].join('\n'),
    );
    return [...blocks, ...services].join('\n\n');
}
