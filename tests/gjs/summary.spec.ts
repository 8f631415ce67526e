/** What an apply changes, in words. */
import {parseConfig} from '../../core/config/parse.js';
import {summarize} from '../../helper/engine/summary.js';

const source = (value: unknown) => [{name: 'galaf.json', text: JSON.stringify(value)}];
const summary = (before: unknown, after: unknown) =>
    summarize(
        before === null ? null : parseConfig(source(before)).config,
        parseConfig(source(after)).config!,
    );

describe('summary', () => {
    it('names what is new the first time', () => {
        expect(summary(null, {groups: {web: {}}})).toEqual(['group web added']);
    });

    it('tells new, changed and gone entries apart', () => {
        const before = {groups: {a: {}, b: {}, c: {}}};
        expect(summary(before, {groups: {b: {}, c: {ping: true}, d: {}}})).toEqual([
            'group c changed',
            'group d added',
            'group a removed',
        ]);
    });

    it('is silent about places in the text', () => {
        expect(summary({groups: {a: {}, b: {}}}, {groups: {b: {}, a: {}}})).toEqual([]);
    });

    it('mentions settings', () => {
        expect(summary({}, {config: {blocked: 'drop'}})).toEqual(['settings changed']);
    });
});
