/** What galafctl prints for the helper's answers. */
import type {Diagnostic} from '../../core/config/types.js';
import {short, table} from '../../cli/output.js';
import {listText, statsText, statusText} from '../../cli/views.js';

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
            out: none,
            refused: none,
        };
        const text = statsText({rows: [row], totals: {in: row.in, out: none, refused: none}, partial: false});
        expect(text).toMatch(/^\(unmarked\) +1\.6 k +337 kB +0 +0 B/m);
        expect(text).toMatch(/^total +1\.6 k/m);
    });

    it('says that nothing is configured', () => {
        const status = {
            version: '0.1.0',
            state: 'not-configured',
            generation: null,
            created: null,
            author_uid: null,
            table: null,
            marks: null,
            resolver: null,
            gate: 'inactive',
            guard: 'inactive',
            monitor: 'inactive',
            paused_seconds_left: null,
            trial: null,
            timed: [],
            doctor: {high: 0, medium: 0, low: 0},
            pending: false,
            last_error: null,
            warnings: [],
        } as const;
        expect(statusText(status)).toContain('no policy has been applied yet');
        const warning: Diagnostic = {
            severity: 'warning',
            code: 'x',
            message: 'odd',
            file: 'a.json',
            line: 1,
            column: 2,
            path: '',
        };
        expect(statusText({...status, warnings: [warning]})).toMatch(/\na\.json:1:2: warning: odd/);
    });

    it('says that a group without grants reaches nothing', () => {
        const group = {
            ...{name: 'web', gid: 30000, title: null, icon: null, desktop: null, command: null},
            ...{users: null, grants: [], may_launch: false, running: 0},
        };
        expect(listText({groups: [group], users: []})).toBe('web, gid 30000\n  → nothing');
    });
});
