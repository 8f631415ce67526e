/** What galafctl prints for the helper's answers. */
import type {Diagnostic} from '../../core/config/types.js';
import {short, table} from '../../cli/output.js';
import {listText} from '../../cli/views-list.js';
import {durationText, statusText} from '../../cli/views-status.js';
import {addedUp, historyText, ratesSince, statsText, sumOf} from '../../cli/views-traffic.js';
import type {Status} from '../../helper/dbus/answers.js';

const none = {packets: 0, bytes: 0};

describe('galafctl', () => {
    it('shortens numbers', () => {
        expect([0, 999, 1600, 337_000, 999_999].map(short)).toEqual(['0', '999', '1.6 k', '337 k', '1.0 M']);
    });

    it('aligns columns', () => {
        expect(
            table(
                [
                    ['a', '1'],
                    ['bb', '22'],
                ],
                [false, true],
            ),
        ).toBe('a    1\nbb  22');
    });

    it('calls traffic of nobody known unmarked', () => {
        const row = {
            user: null,
            group: null,
            mark: 0,
            in: {packets: 1600, bytes: 337_000},
            ...{out: none, refused: none, tunnel_in: none, tunnel_out: none},
        };
        const text = statsText({
            rows: [row],
            totals: {in: row.in, out: none, refused: none},
            forwarded: [{from: 'veth0', to: 'host\u001b0', packets: 3, bytes: 384}],
            partial: false,
        });
        expect(text).toMatch(/^\(unmarked\) +1\.6 k +337 kB +0 +0 B/m);
        expect(text).toMatch(/^total +1\.6 k/m);
        expect(text).toMatch(/^ {2}veth0 → host\S*0 +3 +384 B$/m);
        expect(text).not.toContain('\u001b[0');
        expect(text).not.toContain('tunnel');
    });

    it('adds traffic up, and says how fast it is', () => {
        const row = (user: string, group: string | null, bytes: number) => ({
            ...{user, group, mark: 1, out: none, refused: none, tunnel_out: none},
            ...{in: {packets: 1, bytes}, tunnel_in: {packets: 1, bytes: 1}},
        });
        const stats = (first: number) => ({
            rows: [row('alice', 'web', first), row('alice', 'mail', 10), row('bob', 'web', 100)],
            totals: {in: none, out: none, refused: none},
            ...{forwarded: [], partial: true},
        });
        const byGroup = addedUp(stats(1000), 'group');
        expect(
            byGroup.rows.map(({user, group, in: {packets, bytes}}) => [user, group, packets, bytes]),
        ).toEqual([
            [null, 'web', 2, 1100],
            [null, 'mail', 1, 10],
        ]);
        expect(addedUp(stats(1), 'user').rows.map(({user}) => user)).toEqual(['alice', 'bob']);
        const rates = ratesSince(byGroup, addedUp(stats(7000), 'group'), 2);
        const text = statsText(byGroup, rates);
        expect(text).toMatch(/^\* \/ web .* 3\.0 kB +0 B$/m);
        expect(text).toMatch(/^\* \/ mail .* 0 B +0 B$/m);
        expect(text).toContain('other people');
        expect(text).toContain('passed a tunnel');
        expect(byGroup.rows[0]!.tunnel_in.packets).toBe(2);
    });

    it('counts in totals of the history what passed the wire, once', () => {
        const row = (group: string, bytes: number, tunnel: number) => ({
            ...{
                user: 'alice',
                group,
                start: '2026-11-25T18:00:00Z',
                refused: none,
                in: none,
                tunnel_in: none,
            },
            ...{out: {packets: 3, bytes}, tunnel_out: {packets: tunnel && 3, bytes: tunnel}},
        });
        const {rows, totals} = sumOf([row('app', 300, 300), row('vpn', 384, 0)]);
        expect(rows.map(({out}) => out.bytes)).toEqual([300, 384]);
        expect(totals.out).toEqual({packets: 3, bytes: 384});
    });

    it('lists the history by the hour', () => {
        const row = {
            ...{user: null, group: 'web', start: '2026-11-25T18:00:00Z'},
            ...{in: none, out: none, refused: none, tunnel_in: none, tunnel_out: none},
        };
        expect(historyText({rows: [row], more: false})).toMatch(/^2026-11-25 18:00 +\* \/ web +0[^-]*$/m);
        expect(historyText({rows: [row], more: true})).toMatch(/--until 2026-11-25T18:00Z /);
        expect(historyText({rows: [], more: false})).toBe('Nothing.');
    });

    it('says that a group without grants reaches nothing', () => {
        const group = {
            ...{name: 'web', gid: 30000, title: null, icon: null, desktop: null, command: null},
            ...{users: null, grants: [], may_launch: false, running: 0},
        };
        expect(listText({groups: [group], users: []})).toBe('web, gid 30000\n  → nothing');
    });
});

describe('status', () => {
    const status: Status = {
        ...{version: '0.1.0', state: 'not-configured', generation: null, created: null, author_uid: null},
        ...{table: null, marks: null, resolver: null, gate: 'inactive', guard: 'active', monitor: 'active'},
        ...{paused_seconds_left: null, trial: null, timed: [], doctor: {high: 0, medium: 0, low: 0}},
        ...{pending: false, last_error: null, warnings: []},
    };
    const applied: Status = {
        ...status,
        ...{
            state: 'enforcing',
            generation: 7,
            created: '2026-11-25T18:03:07.538Z',
            marks: 'map',
            resolver: 'gate',
        },
    };

    it('says that nothing is configured, and shows findings with their place', () => {
        expect(statusText(status)).toContain('no policy has been applied yet');
        const warning: Diagnostic = {
            ...{severity: 'warning', code: 'x', message: 'odd', file: 'a.json', line: 1, column: 2, path: ''},
        };
        expect(statusText({...status, warnings: [warning]})).toMatch(/\na\.json:1:2: warning: odd/);
    });

    it('is short when there is nothing to tell', () => {
        expect(statusText(applied)).toBe(
            [
                'State:       enforcing: only what the policy allows reaches the network',
                'Generation:  7, 2026-11-25 18:03',
                'Marks:       map',
                'Resolver:    gate, inactive',
                'Guard:       active',
                'Monitor:     active',
            ].join('\n'),
        );
    });

    it('tells what ends by itself, and what to do about the rest', () => {
        const text = statusText({
            ...applied,
            ...{state: 'paused', paused_seconds_left: 121, pending: true, last_error: 'a\nb'},
            trial: {generation: 8, previous: 7, seconds_left: 1},
            doctor: {high: 2, medium: 0, low: 1},
            timed: [
                {
                    id: 'a1',
                    subject: 'web',
                    endpoint: 'x.example',
                    record: false,
                    until: 'time',
                    seconds_left: 3600,
                },
                {
                    id: 'b',
                    subject: 'user:bob',
                    endpoint: 'y',
                    record: false,
                    until: 'boot',
                    seconds_left: null,
                },
                {id: 'c', subject: 'web', endpoint: 'z', record: false, until: 'exit', seconds_left: null},
            ],
        });
        expect(text).toMatch(/^State: +paused: every program reaches the network$/m);
        expect(text).toMatch(/^Pause: +3 minutes left$/m);
        expect(text).toMatch(/^On trial: +1 second left; galafctl confirm keeps it$/m);
        expect(text).toMatch(/^Files: +not applied yet; galafctl diff/m);
        expect(text).toMatch(/^Doctor: +2 high, 1 low; see galafctl doctor$/m);
        expect(text).toMatch(/^Error: +a\n {2}b$/m);
        expect(text).toMatch(/^ {2}a1 {2}web → x\.example +60 minutes left$/m);
        expect(text).toMatch(/^ {2}b +user:bob → y +until the next boot$/m);
        expect(text).toMatch(/^ {2}c +web → z +until its last process ends$/m);
    });

    it('never says less time than there is', () => {
        expect([1, 119, 120, 121, 7199, 7200, 7201].map(durationText)).toEqual([
            '1 second',
            '119 seconds',
            '2 minutes',
            '3 minutes',
            '120 minutes',
            '2 hours',
            '3 hours',
        ]);
    });
});
