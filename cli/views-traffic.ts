/** Traffic as text for a terminal. */
import {add, countedBy, wireTotals} from '../core/traffic.js';
import type {History, Stats, Traffic} from '../helper/dbus/answers.js';
import {_, fill} from './i18n.js';
import {safe, short, table} from './output.js';
import {paint} from './style.js';
import {minute} from './views-policy.js';

interface Owner {
    readonly user: string | null;
    readonly group: string | null;
}

const ways = ['in', 'out', 'refused'] as const;

/** Rows of the same users (or groups) as one; a member that does not count any more is null. */
export function addedUp(stats: Stats, by: 'user' | 'group' | null): Stats {
    if (by === null) return stats;
    const sums = new Map<string | null, Stats['rows'][number]>();
    for (const row of stats.rows) {
        const before = sums.get(row[by]);
        const sum = countedBy(way => (before ? add(before[way], row[way]) : row[way]));
        const owner: Owner = by === 'user' ? {user: row.user, group: null} : {user: null, group: row.group};
        sums.set(row[by], {...owner, mark: row.mark, ...sum});
    }
    return {...stats, rows: [...sums.values()]};
}

/** Rows of the history as counters, with totals of the wire; containers are not part of it. */
export function sumOf(history: History['rows']): Stats {
    const rows = history.map(({user, group, ...traffic}) => ({
        ...{user, group, mark: 0},
        ...countedBy(way => traffic[way]),
    }));
    return {rows, totals: wireTotals(rows), forwarded: [], partial: false};
}

const who = ({user, group}: Owner): string =>
    user === null && group === null ? _('(unmarked)') : [user ?? '*', group ?? '*'].join(' / ');

/** Bytes per second, in and out, of whoever had traffic. */
export type Rates = ReadonlyMap<string, readonly [received: number, sent: number]>;

export function ratesSince(before: Stats, now: Stats, seconds: number): Rates {
    const earlier = new Map(before.rows.map(row => [who(row), row]));
    return new Map(
        now.rows.map(row => {
            const old = earlier.get(who(row));
            const rate = (way: 'in' | 'out') =>
                Math.max(0, row[way].bytes - (old ? old[way].bytes : 0)) / seconds;
            return [who(row), [rate('in'), rate('out')]];
        }),
    );
}

const bytes = (value: number): string => `${short(value)}B`.replace(/ ?(\D*)B$/, ' $1B');
const counts = (traffic: Traffic): string[] =>
    ways.flatMap(way => [short(traffic[way].packets), bytes(traffic[way].bytes)]);

const headOf = (first: readonly string[], rates: boolean): string[] => [
    ...first,
    _('packets in'),
    _('in'),
    _('packets out'),
    _('out'),
    _('refused packets'),
    _('refused'),
    ...(rates ? [_('in per second'), _('out per second')] : []),
];

const NUMERIC = Array<boolean>(8).fill(true);

const forwardedText = (forwarded: Stats['forwarded']): string =>
    table(
        forwarded.map(({from, to, packets, bytes: size}) => [
            `  ${safe(from)} → ${safe(to)}`,
            short(packets),
            bytes(size),
        ]),
        [false, true, true],
    );

/** @param rates adds two columns, when there are any */
export function statsText({rows, totals, forwarded, partial}: Stats, rates: Rates | null = null): string {
    const rateCells = (row: Owner) => (rates ? (rates.get(who(row)) ?? [0, 0]).map(bytes) : []);
    return [
        table(
            [
                headOf([_('user / group')], rates !== null),
                ...rows.map(row => [who(row), ...counts(row), ...rateCells(row)]),
                [_('total'), ...counts(totals)],
            ],
            [false, ...NUMERIC],
        ),
        ...(rows.some(row => row.tunnel_in.packets + row.tunnel_out.packets)
            ? [
                  paint(
                      'dim',
                      _(
                          'What passed a tunnel is also there as the tunnel’s own packets; the total has it once.',
                      ),
                  ),
              ]
            : []),
        ...(forwarded.length
            ? [_('Passed on for containers and virtual machines:'), forwardedText(forwarded)]
            : []),
        ...(partial ? [paint('dim', _('Traffic of other people is left out.'))] : []),
    ].join('\n');
}

export function historyText({rows, more}: History): string {
    if (!rows.length) return _('Nothing.');
    return [
        table(
            [
                headOf([_('from (UTC)'), _('user / group')], false),
                ...rows.map(row => [minute(row.start), who(row), ...counts(row)]),
            ],
            [false, false, ...NUMERIC],
        ),
        ...(more
            ? [
                  // Translators: keep the option as it is.
                  fill(_('Earlier ones are left out; --until {time} shows those.'), {
                      time: rows[0]!.start.replace(/:\d\dZ$/, 'Z'),
                  }),
              ]
            : []),
    ].join('\n');
}
