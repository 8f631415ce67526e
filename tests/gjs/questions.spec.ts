/** What stands in a password dialog: texts of callers and policies must not be able to say something else there. */
import {durationOf, endpointOf, harmless, listOf} from '../../helper/plain-words.js';
import {questionOf} from '../../helper/questions.js';

describe('a text in a password dialog', () => {
    it('stays as it is when it is plain', () => {
        expect(harmless('Mail & Kalender')).toBe('Mail ＆ Kalender');
        expect(harmless('web-2.example')).toBe('web-2.example');
    });

    it('is one line without markup, quotes and signs that cannot be seen', () => {
        expect(harmless('a\n\nb\tc\u2028d\u0000')).toBe('a b c d');
        expect(harmless('<b>&amp;</b>')).toBe('‹b›＆amp;‹/b›');
        expect(harmless('Mail” and nothing else “')).toBe('Mail’ and nothing else ’');
        expect(harmless('a\u202eb\u2066c\u200bd\u{e0041}e\ud800f')).toBe('a b c d e f');
        expect(harmless('\u001b[2Jclear')).toBe('[2Jclear');
    });

    it('is short', () => {
        expect([...harmless('😀'.repeat(100))].length).toBe(60);
        expect(harmless('x'.repeat(1e7))).toMatch(/^x{59}…$/);
    });

    it('turns nothing but itself when it runs from the right', () => {
        expect(harmless('דואר')).toBe('\u2068דואר\u2069');
    });
});

describe('lists and endpoints', () => {
    it('say how much they leave out', () => {
        expect(listOf(['a', 'b'])).toBe('a, b');
        expect(listOf(['a', 'b', 'c', 'd', 'e', 'f'])).toBe('a, b, c, d … +2');
    });

    it('have the words of the file, the widest first', () => {
        expect(endpointOf({to: 'www.example.org', ports: ['tcp/443']})).toBe('www.example.org tcp/443');
        expect(endpointOf({to: ['a.org', 'b.org', 'c.org', 'd.org', 'any'], ports: 'udp/1-2'})).toBe(
            'any, a.org, b.org … +2 udp/1-2',
        );
        expect(endpointOf({to: {}})).toBe('');
        expect(endpointOf(null)).toBe('');
    });

    it('have durations without words', () => {
        expect([1, 60, 300, 5400, 3661].map(durationOf)).toEqual([
            '1 s',
            '1 min',
            '5 min',
            '1 h 30 min',
            '1 h 1 min 1 s',
        ]);
    });
});

describe('a question', () => {
    it('has its places filled, and no other', () => {
        const asked = {
            DeleteGroup: ['web', false, false],
            Confirm: [3],
            Revert: [3],
            Rollback: [7, 0],
            AllowFor: ['web', '{"to": "a.org"}', '60'],
            RecordFor: ['user:alice', '60'],
            Pause: [60],
            ClearHistory: ['{"group": "web", "user": "alice"}'],
            Capture: ['web', '', 0],
        };
        for (const [method, args] of Object.entries(asked)) {
            const {message, values} = questionOf(method, args) ?? {message: '', values: {}};
            const places = [...message.matchAll(/\$\((\w+)\)/g)].map(([, name]) => name!);
            expect(message)
                .withContext(method)
                .toMatch(/^Authentication is required to /);
            expect(Object.keys(values).sort()).withContext(method).toEqual(places.sort());
        }
        expect(questionOf('AllowFor', ['web', '{"to": "a.org", "ports": "tcp/1"}', '90'])?.values).toEqual({
            app: 'web',
            endpoint: 'a.org tcp/1',
            duration: '1 min 30 s',
        });
    });

    it('is left to the action where there is nothing to add, or the call is wrong', () => {
        expect(questionOf('Stop', [])).toBeNull();
        expect(questionOf('ClearHistory', ['{"all": true}'])).toBeNull();
        expect(questionOf('AllowFor', ['web', 'no JSON', '60'])).toBeNull();
        expect(questionOf('Edit', ['[{}]', '', 0])).toBeNull();
    });
});
