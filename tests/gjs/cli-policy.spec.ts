/** What galafctl prints about changes, findings and attempts. */
import type {Diagnostic} from '../../core/config/types.js';
import {progressText} from '../../cli/progress.js';
import {paint} from '../../cli/style.js';
import {blockedText, doctorText, explanationText, hostsText} from '../../cli/views-findings.js';
import {appliedText, changesText, deletedText, generationsText} from '../../cli/views-policy.js';
import type {Applied, BlockedAttempt, Deleted} from '../../helper/dbus/answers.js';

const applied: Applied = {
    ...{
        generation: 7,
        changed: true,
        created_groups: [],
        summary: ['group web added'],
        warnings: [],
        trial: null,
    },
};
const warning: Diagnostic = {
    ...{
        severity: 'warning',
        code: 'x',
        message: 'odd',
        file: 'a.json',
        line: 1,
        column: 2,
        path: 'groups.a',
        hint: 'do',
    },
};

describe('an applied policy', () => {
    it('is told with what changed', () => {
        expect(
            appliedText({...applied, created_groups: ['web', 'mail'], warnings: [warning]}).split('\n'),
        ).toEqual([
            'a.json:1:2: warning: odd (groups.a)',
            '    hint: do',
            '  group web added',
            'New groups: web, mail.',
            'Generation 7 is in force.',
        ]);
        expect(appliedText({...applied, changed: false})).toBe('Generation 7 is in force.');
    });

    it('says how to keep what is on trial', () => {
        const text = (seconds: number) =>
            appliedText({...applied, trial: {generation: 7, previous: 6, seconds_left: seconds}});
        expect(text(1)).toContain('within 1 second,');
        expect(text(60)).toContain('galafctl confirm within 60 seconds,');
    });

    it('is one of a list', () => {
        const older = {
            ...{
                generation: 6,
                created: '2026-11-25T18:03:07Z',
                author_uid: 0,
                author: 'root',
                titled_summary: [],
            },
        };
        const text = generationsText({
            generations: [
                {...older, generation: 7, summary: ['a', 'b'], current: true, trial: true},
                {...older, summary: [], current: false, trial: false},
            ],
        });
        expect(text).toBe('7  2026-11-25 18:03  root  on trial\n  a\n  b\n6  2026-11-25 18:03  root');
        expect(generationsText({generations: []})).toContain('No policy');
    });
});

describe('a preview', () => {
    it('says what would change and why to try it', () => {
        expect(changesText({diagnostics: [], summary: ['web: more'], risks: ['no DNS']})).toBe(
            'web: more\n\nTry it first (galafctl apply --trial 60):\n  no DNS',
        );
        expect(changesText({diagnostics: [warning], summary: [], risks: []})).toMatch(
            /hint: do\nNothing changes\.$/,
        );
        expect(
            changesText({diagnostics: [{...warning, severity: 'error'}], summary: [], risks: []}),
        ).not.toContain('Nothing changes');
    });
});

describe('a deleted group', () => {
    it('is told with what is left', () => {
        const deleted: Deleted = {applied, changed: 1, kept: [], not_searched: ['/s\u001brv'], deleted: true};
        expect(deletedText(deleted)).toBe(
            '  group web added\n1 file was given back.\nNot searched, for want of --other-mounts:\n  /s?rv\nThe group is deleted.',
        );
        const kept = deletedText({
            ...deleted,
            applied: null,
            changed: 2,
            kept: ['/x: busy'],
            not_searched: [],
            deleted: false,
        });
        expect(kept).toMatch(/^2 files were given back\.\nThese could not be [^]*\n {2}\/x: busy$/);
    });

    it('shows how far it is', () => {
        expect(progressText(3, 10, 'x')).toBe('3/10  x');
        expect(progressText(3, 0, 'é'.repeat(90), 10)).toBe('3  ééééééé');
        expect(progressText(0, 0, 'x')).toBe('x');
    });
});

describe('what was found out', () => {
    const attempt: BlockedAttempt = {
        ...{group: 'web', user: 'alice', gid: 30000, uid: 1000, program: '/usr/bin/curl', protocol: 'tcp'},
        ...{address: '192.0.2.7', host: 'x.example', port: 443, question: null, count: 12, direction: 'out'},
        ...{first: '2026-11-25T18:03:07Z', last: '2026-11-25T18:04:07Z'},
    };

    it('shows blocked attempts with names, and no control characters of strangers', () => {
        const text = blockedText({
            attempts: [
                attempt,
                {
                    ...attempt,
                    group: null,
                    user: null,
                    program: 'a\u001b[2J',
                    host: 'b\u009b',
                    direction: 'in',
                },
                {...attempt, question: 'wanted.example', port: null},
            ],
            more: true,
        });
        const [first, second, third, last] = text.split('\n');
        expect(first).toMatch(
            /^[0-9a-f]{6} {2}2026-11-25 18:04 {2}12× {2}web \/ alice +\/usr\/bin\/curl +tcp\/443 +→ {2}x\.example \(192\.0\.2\.7\)$/,
        );
        expect(second).toMatch(/\(unmarked\) +a\?\[2J .*← {2}b\? \(/);
        expect(third).toMatch(/tcp +→ {2}looked up wanted\.example$/);
        expect(last).toContain('--since');
        expect(blockedText({attempts: [], more: false})).toBe('Nothing.');
    });

    it('adds hosts up', () => {
        const text = hostsText({
            attempts: [
                {...attempt, host: 'a.example', count: 1},
                attempt,
                {...attempt, group: 'mail', count: 3, last: '2026-11-26T00:00:00Z'},
                {...attempt, host: null, count: 2},
            ],
            more: false,
        });
        expect(text.split('\n').slice(1)).toEqual([
            'x.example       15  2026-11-26 00:00  mail, web',
            '192.0.2.7        2  2026-11-25 18:04  web',
            'a.example        1  2026-11-25 18:04  web',
        ]);
    });

    it('tells findings with what mends them', () => {
        const finding = {
            id: 'x',
            severity: 'high',
            title: 'A \u001bhole',
            detail: 'one\ntwo',
            fix: 'rm it',
            titled: {title: 'On a screen', detail: 'words'},
        } as const;
        expect(doctorText({findings: [finding, {...finding, severity: 'low', fix: null}]})).toBe(
            'high  A ?hole\n  one\n  two\n  → rm it\n\nlow  A ?hole\n  one\n  two',
        );
        expect(doctorText({findings: []})).toBe('Nothing found.');
    });

    it('explains verdicts step by step', () => {
        expect(explanationText({verdict: 'refused', steps: ['a', 'b'], change: ['allow it']})).toBe(
            'refused\n1. a\n2. b\n\nTo get the other answer:\n  allow it',
        );
        expect(explanationText({verdict: 'unknown', steps: [], change: []})).toBe('not known');
    });
});

describe('colour', () => {
    it('is for terminals only, which a test has none of', () => {
        expect(paint('red', 'x')).toBe('x');
        expect(paint('red', 'x', true)).toBe('\u001b[31mx\u001b[0m');
        expect(paint('red', '', true)).toBe('');
    });
});
