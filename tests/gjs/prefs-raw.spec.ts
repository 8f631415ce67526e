import {titlesOf} from '../../prefs/model/raw.js';

const groups = (entries: object) => titlesOf([{name: 'galaf.json', text: JSON.stringify({groups: entries})}]);

describe('what app groups are called', () => {
    it('is their title, or else their name', () => {
        const labels = groups({web: {title: 'Browser'}, mail: {}, post: {title: 7}, '# note': {title: 'x'}});
        expect([...labels]).toEqual([
            ['web', 'Browser'],
            ['mail', 'mail'],
            ['post', 'post'],
        ]);
    });

    it('is their name where the title is that of another', () => {
        const labels = groups({a: {title: 'Mail'}, b: {title: 'Mail'}, c: {title: 'a'}});
        expect([...labels.values()]).toEqual(['a', 'b', 'c']);
    });
});
