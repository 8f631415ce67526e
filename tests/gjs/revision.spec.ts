import {pathOf, revisionOf} from '../../helper/configuration.js';

describe('revision', () => {
    const files = [
        {name: '/etc/galaf/galaf.json', text: '{}'},
        {name: '/etc/galaf/galaf.d/a.json', text: '{"groups": {}}'},
    ];

    it('changes with every text and every name', () => {
        const changed = [
            files.slice(0, 1),
            [{...files[0]!, text: '{ }'}, files[1]!],
            [files[0]!, {...files[1]!, text: '{"groups": {"a": null}}'}],
            [files[0]!, {...files[1]!, name: '/etc/galaf/galaf.d/b.json'}],
        ].map(revisionOf);
        expect(new Set([revisionOf(files), ...changed]).size).toBe(5);
        expect(revisionOf(files.map(file => ({...file})))).toBe(revisionOf(files));
    });
});

describe('a file that a caller names', () => {
    it('is the main file or a drop-in, and nothing else', () => {
        expect(pathOf('galaf.json')).toBe('/etc/galaf/galaf.json');
        expect(pathOf('/etc/galaf/galaf.d/10-fleet.json')).toBe('/etc/galaf/galaf.d/10-fleet.json');
        for (const name of [
            '../passwd',
            '/etc/passwd',
            'galaf.d/../x.json',
            'galaf.d/.x.json',
            'galaf.d/a/b.json',
            '',
        ])
            expect(() => pathOf(name))
                .withContext(name)
                .toThrow();
    });
});
