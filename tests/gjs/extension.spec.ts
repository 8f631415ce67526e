/** The plain parts of the panel: what it reads, how it orders, counts and words things. */
import {parseAttempts, parseGroups, parseStatus, parseTraffic} from '../../extension/answers.js';
import type {AppGroup, Attempt} from '../../extension/answers.js';
import {BlockedLog, HOUR_MS} from '../../extension/blocked-log.js';
import {Destroyer} from '../../extension/destroyer.js';
import {fill} from '../../extension/i18n.js';
import {destinationOf, foreign, formatRate, stateDetail} from '../../extension/format.js';
import {History} from '../../extension/history.js';
import {launchOrder, remember} from '../../extension/launch-order.js';
import {NoticeRules, subjectKey} from '../../extension/notice-rules.js';

const attempt = (change: Partial<Attempt> = {}): Attempt => ({
    group: 'mail',
    user: 'alice',
    program: '/usr/bin/mail',
    protocol: 'tcp',
    address: '203.0.113.9',
    host: 'tracker.example.com',
    port: 443,
    question: null,
    count: 1,
    last: 1000,
    outgoing: true,
    ...change,
});

const group = (name: string, title = name): AppGroup => ({
    name,
    title,
    icon: null,
    desktop: null,
    running: false,
});

describe('answers', () => {
    it('takes the helper at its word about who may launch, and works it out when it does not say', () => {
        const list = {
            groups: [
                {name: 'yes', may_launch: true},
                {name: 'no', may_launch: false, command: ['/bin/x']},
                {name: 'mine', command: ['/bin/x'], users: ['alice']},
                {name: 'hers', command: ['/bin/x'], users: ['bob']},
                {name: 'all', command: ['/bin/x'], users: null, title: 'All of us', running: 2, desktop: 'x'},
                {name: 'defined-only', command: null},
                {title: 'without a name', may_launch: true},
            ],
        };
        const groups = parseGroups(list, 'alice');
        expect(groups.map(found => found.name)).toEqual(['yes', 'mine', 'all']);
        expect(groups[2]).toEqual({
            name: 'all',
            title: 'All of us',
            icon: null,
            desktop: 'x.desktop',
            running: true,
        });
    });

    it('survives anything', () => {
        for (const odd of [null, undefined, 1, 'x', [], {}, {groups: 1}, {groups: [null, 1, {}]}]) {
            expect(parseGroups(odd, 'alice')).toEqual([]);
            expect(parseAttempts(odd)).toEqual([]);
            expect(parseTraffic(odd)).toEqual({in: 0, out: 0, groups: []});
            expect(parseStatus(odd).state).toBe('not-configured');
        }
        expect(parseTraffic({in_rate: -1, out_rate: NaN, groups: [{group: 'a', in_rate: 5}]})).toEqual({
            in: 0,
            out: 0,
            groups: [{group: 'a', in: 5, out: 0}],
        });
    });

    it('takes a user’s own group for no app', () => {
        const wire = {address: '203.0.113.9', protocol: 'tcp', group: 'alice', user: 'alice'};
        expect(parseAttempts({...wire, gid: 1000})[0]?.group).toBeNull();
        expect(parseAttempts({...wire, gid: 30000})[0]?.group).toBe('alice');
    });

    it('reads one attempt, a list, and an object with a list', () => {
        const wire = {address: '203.0.113.9', protocol: 'tcp', last: '2026-11-25T18:00:00Z', direction: 'in'};
        for (const answer of [wire, [wire], {attempts: [wire, {address: 'x'}]}]) {
            const [first, ...rest] = parseAttempts(answer);
            expect(rest).toEqual([]);
            expect(first?.outgoing).toBe(false);
            expect(first?.last).toBe(Date.UTC(2026, 10, 25, 18));
        }
    });
});

describe('words', () => {
    it('keep rates short', () => {
        const rates = [0, 999, 1000, 9940, 9960, 999_499, 999_500, 1.5e9, 3e13];
        expect(rates.map(rate => formatRate(rate, false))).toEqual([
            '0 B/s',
            '999 B/s',
            '1.0 kB/s',
            '9.9 kB/s',
            '10 kB/s',
            '999 kB/s',
            '1.0 MB/s',
            '1.5 GB/s',
            '30000 GB/s',
        ]);
        expect(formatRate(125, true)).toBe('1.0 kbit/s');
    });

    it('disarm what comes from the network', () => {
        expect(foreign('a\u202eb\nc\u0000\u2069')).toBe('\u2068abc\u2069');
        expect([...foreign('x'.repeat(300))].length).toBe(82);
        expect(foreign('<b>')).toBe('\u2068<b>\u2069');
    });

    it('name the destination', () => {
        expect(destinationOf(attempt())).toBe('\u2068tracker.example.com\u2069, port 443 (tcp)');
        expect(destinationOf(attempt({host: null, port: null}))).toBe('\u2068203.0.113.9\u2069');
        expect(destinationOf(attempt({question: 'asked.example', port: 53}))).toBe(
            '\u2068asked.example\u2069',
        );
    });

    it('go the way of their own words, whatever is filled in first', () => {
        expect(fill('{host}, פתחה {port}', {host: 'a.example', port: 1})).toBe('\u200fa.example, פתחה 1');
        expect(fill('פתחה {port}', {port: 1})).toBe('פתחה 1');
        expect(fill('{host}, port {port}', {host: 'א', port: 1})).toBe('א, port 1');
    });

    it('say until when', () => {
        const clock = (seconds: number) => `+${seconds}`;
        const paused = parseStatus({state: 'paused', paused_seconds_left: 60});
        expect(stateDetail(paused, clock)).toBe('Until +60');
        const closed = parseStatus({
            state: 'closed',
            last_error: 'Starting…\n/var/lib/galaf/current/ruleset.nft:3:1-9: Error: syntax error\nFailed.',
        });
        expect(stateDetail(closed, clock)).toContain('loaded: \u2068Error: syntax error\u2069');
        const trial = parseStatus({state: 'enforcing', trial: {seconds_left: 30}});
        expect(stateDetail(trial, clock)).toContain('+30');
    });
});

describe('launch list', () => {
    const groups = [
        group('web', 'Web Browser'),
        group('mail', 'E-Mail'),
        group('video', 'Vidéo'),
        group('term'),
    ];
    const names = (search: string, recent: string[] = []) =>
        launchOrder(groups, search, recent).map(found => found.name);

    it('puts the last used first, the rest by title', () => {
        expect(names('')).toEqual(['mail', 'term', 'video', 'web']);
        expect(names('', ['web', 'term'])).toEqual(['web', 'term', 'mail', 'video']);
    });

    it('searches title and name, every word, without accents or case', () => {
        expect(names('VIDEO')).toEqual(['video']);
        expect(names('brow web')).toEqual(['web']);
        expect(names('e')).toEqual(['mail', 'term', 'video', 'web']);
        expect(names('nothing')).toEqual([]);
    });

    it('prefers beginnings over middles, whatever was used last', () => {
        expect(names('m', ['term'])[0]).toBe('mail');
    });

    it('remembers each name once', () => {
        expect(remember(['a', 'b', 'c'], 'b')).toEqual(['b', 'a', 'c']);
        expect(
            remember(
                Array.from({length: 60}, (_, i) => `n${i}`),
                'x',
            ).length,
        ).toBe(50);
    });
});

describe('history', () => {
    it('keeps little more than a minute', () => {
        const history = new History();
        for (let time = 0; time < 200; time++) history.push({time, in: 1, out: 1});
        expect(history.samples[0]?.time).toBe(130);
        expect(history.samples.length).toBe(70);
    });

    it('scales to what is shown', () => {
        const history = new History();
        expect(history.scale(0)).toBe(1000);
        history.push({time: 0, in: 1_500_000, out: 3});
        expect(history.scale(10)).toBe(2_000_000);
        expect(history.scale(61)).toBe(1000);
    });
});

describe('notices', () => {
    it('come once for each app and destination', () => {
        const rules = new NoticeRules();
        expect(rules.decide(attempt(), 0, 'each', [])?.kind).toBe('single');
        expect(rules.decide(attempt(), 100, 'each', [])).toBeNull();
        expect(rules.decide(attempt({port: 80}), 200, 'each', [])?.kind).toBe('single');
        expect(rules.decide(attempt({group: 'web'}), 300, 'each', [])?.kind).toBe('single');
    });

    it('become one summary in a burst, and single again after quiet', () => {
        const rules = new NoticeRules();
        const at = (port: number, now: number) => rules.decide(attempt({port}), now, 'each', []);
        expect([1, 2, 3].map(port => at(port, port)?.kind)).toEqual(['single', 'single', 'single']);
        expect(at(4, 4)).toEqual({kind: 'summary', attempts: 1, subjects: ['mail'], news: true});
        // Still the same burst, though the first ten seconds are over.
        expect(at(5, 20)).toEqual({kind: 'summary', attempts: 2, subjects: ['mail'], news: false});
        expect(at(6, 51)?.kind).toBe('single');
    });

    it('do not tell what was told before the screen was locked', () => {
        const rules = new NoticeRules();
        rules.remember(attempt());
        expect(rules.decide(attempt({count: 3}), 0, 'each', [])).toBeNull();
        expect(rules.decide(attempt({port: 80}), 0, 'each', [])?.kind).toBe('single');
    });

    it('respect muting, the mode, and leave out what comes from outside', () => {
        const rules = new NoticeRules();
        expect(rules.decide(attempt(), 0, 'off', [])).toBeNull();
        expect(rules.decide(attempt(), 0, 'each', ['mail'])).toBeNull();
        expect(rules.decide(attempt({outgoing: false}), 0, 'each', [])).toBeNull();
        expect(rules.decide(attempt(), 0, 'summary', [])?.kind).toBe('summary');
        expect(subjectKey(attempt({group: null}))).toBe('user:alice');
    });
});

describe('blocked log', () => {
    it('counts by app and destination, the latest first', () => {
        const log = new BlockedLog();
        log.replace([attempt({count: 3, last: 10}), attempt({group: 'web', last: 20})]);
        log.add(attempt({last: 30}));
        log.add(attempt({last: 40, port: 80}));
        const apps = log.apps(1000);
        expect(apps.map(app => [app.subject, app.count])).toEqual([
            ['mail', 5],
            ['web', 1],
        ]);
        expect(apps[0]?.attempts.map(one => [one.port, one.count])).toEqual([
            [80, 1],
            [443, 4],
        ]);
    });

    it('forgets after an hour', () => {
        const log = new BlockedLog();
        log.add(attempt({last: 5}));
        expect(log.apps(HOUR_MS).length).toBe(1);
        expect(log.apps(HOUR_MS + 5)).toEqual([]);
    });
});

describe('destroyer', () => {
    it('undoes in reverse order, whatever throws', () => {
        const order: number[] = [];
        const destroyer = new Destroyer();
        destroyer.add(() => order.push(1));
        destroyer.add(() => {
            throw new Error('expected by the test');
        });
        destroyer.own({destroy: () => order.push(3)});
        destroyer.destroy();
        destroyer.destroy();
        expect(order).toEqual([3, 1]);
    });
});
