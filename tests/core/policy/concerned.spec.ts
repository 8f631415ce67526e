import {parseConfig} from '../../../core/config/parse.js';
import {concerned} from '../../../core/policy/concerned.js';

const config = (value: unknown) => parseConfig([{name: 'galaf.json', text: JSON.stringify(value)}]).config!;

describe('what a change concerns', () => {
    const before = config({
        groups: {web: {title: 'Browser', allow: [{to: 'a.org'}]}, mail: {allow: [{to: 'b.org'}]}, old: {}},
        users: {alice: {allow: [{to: 'a.org'}]}},
        base: {mdns: false},
    });

    it('is named once for each thing, and counted as its lines', () => {
        const after = config({
            groups: {
                web: {title: 'Browser', allow: [{to: 'a.org'}, {to: 'c.org'}], ping: true},
                mail: {allow: [{to: 'b.org'}]},
                fresh: {ping: true},
            },
            users: {bob: {allow: [{to: 'a.org'}]}},
            base: {mdns: true},
            config: {blocked: 'drop'},
        });
        const {names, count} = concerned(before, after);
        expect(names).toEqual(['Browser', 'old', 'fresh', 'alice', 'bob', 'base.mdns', 'config.blocked']);
        expect(count).toBeGreaterThan(names.length);
    });

    it('is nothing when only the text is another', () => {
        expect(concerned(before, before)).toEqual({count: 0, names: []});
    });

    it('calls groups what they are called now, not what somebody would like to call them', () => {
        const groups = {web: {title: 'Nothing', allow: [{to: 'any'}]}, evil: {title: 'Browser'}};
        expect(concerned(config({groups: {web: {title: 'Browser'}}}), config({groups})).names).toEqual([
            'Browser',
            'evil',
        ]);
    });

    it('is all there is, before the first policy', () => {
        expect(concerned(null, config({groups: {web: {allow: [{to: 'a.org'}]}}})).names).toEqual(['web']);
    });
});
