import texts from 'galaf:texts';
import {wordsFrom} from '../../core/words.js';

/** As a language would that puts every sentence into brackets. */
const {sentence, phrase} = wordsFrom(texts, text => `[${text}]`);

describe("core's sentences", () => {
    it('are each found again as what they were made from, whatever stands in them', () => {
        const lost = texts.filter(text => {
            const said = text.replace(/\{(\d+)\}/g, 'x$1.example.org');
            const short = text.replace(/\{\d+\}|[^A-Za-z]/g, '').length < 5;
            return (short ? phrase(said) : sentence(said)) !== `[${said}]`;
        });
        expect(lost).toEqual([]);
    });

    it('have those of the parser, of differences and of risks among them', () => {
        for (const text of [
            '"{0}" is not an address',
            '{0} may now also reach {1}',
            'the clock is no longer set from the network',
            'setting {0}',
            'nested too deeply',
            '"{0}" does not belong here',
            'the caller cannot choose the program',
            'user "{0}" may reach everything while its destinations are recorded',
        ])
            expect(texts).toContain(text);
    });

    it('are no code', () => {
        for (const text of texts) expect(text).not.toMatch(/[\n`]|\$\{|=>/);
    });
});
