/** Groups under new names. */
import {renamedGroups} from '../../../core/policy/renames.js';
import {good} from '../config/helpers.js';

/** Old names by the new ones, of groups written under these names. */
const renamed = (before: object, after: object): Record<string, string> =>
    Object.fromEntries(
        [...renamedGroups(good({groups: before}), good({groups: after}))].map(([name, old]) => [
            name,
            old.name,
        ]),
    );

const MAIL = {allow: [{to: 'imap.example.org', ports: 'tcp/993'}]};
const NEWS = {to: 'news.example.org', ports: 'tcp/119'};
const WEB = {allow: [{to: 'any', ports: 'tcp/443'}]};
const curl = {execv: ['/usr/bin/curl', '…'], args: 'any'};

describe('groups under new names', () => {
    it('are those with the same content', () => {
        expect(renamed({a: MAIL}, {b: MAIL})).toEqual({b: 'a'});
        expect(renamed({a: {}}, {b: {}})).toEqual({b: 'a'});
        expect(renamed({a: MAIL, c: WEB}, {d: WEB, b: MAIL})).toEqual({b: 'a', d: 'c'});
        expect(renamed({a: MAIL}, {a: MAIL, b: MAIL})).toEqual({});
    });

    it('are those of one desktop file, unit or title, whatever else changed', () => {
        expect(renamed({a: {...MAIL, title: 'Letters'}}, {b: {...WEB, title: 'Letters'}})).toEqual({b: 'a'});
        const app = {...curl, desktop: 'x.desktop'};
        expect(renamed({a: app}, {b: {...app, ping: true}})).toEqual({b: 'a'});
        expect(renamed({a: {unit: 'x.service'}}, {b: {unit: 'x.service', ping: true}})).toEqual({b: 'a'});
        expect(renamed({a: {title: 'A', ping: true}}, {b: {title: 'B'}})).toEqual({});
    });

    it('are those that run one program', () => {
        const program = {execv: ['/usr/bin/mail']};
        expect(renamed({a: {...program, title: 'A'}}, {b: {...program, title: 'B', ping: true}})).toEqual({
            b: 'a',
        });
        expect(renamed({a: {...program, title: 'A'}}, {b: {execv: ['/usr/bin/web'], title: 'A'}})).toEqual(
            {},
        );
    });

    it('need more than a program that does what its caller says', () => {
        expect(renamed({a: {...curl, ...MAIL}}, {b: {...curl, ...WEB}})).toEqual({});
        expect(renamed({a: {...curl, ...MAIL}}, {b: {...curl, allow: [...MAIL.allow, NEWS]}})).toEqual({
            b: 'a',
        });
        expect(
            renamed(
                {a: {...curl, ...MAIL, title: 'A'}},
                {b: {...curl, allow: [...MAIL.allow, NEWS], title: 'B'}},
            ),
        ).toEqual({});
    });

    it('are those that go to the same places, unless everybody goes there', () => {
        expect(renamed({a: {...MAIL, ping: true}}, {b: {...MAIL, ...curl}})).toEqual({b: 'a'});
        expect(renamed({a: {...WEB, ping: true}}, {b: {...WEB, ...curl}})).toEqual({});
        expect(renamed({a: {ping: true}}, {b: {}})).toEqual({});
    });

    it('are no guess where two could be it', () => {
        expect(renamed({a: MAIL, b: MAIL}, {c: MAIL})).toEqual({});
        expect(renamed({a: MAIL}, {b: MAIL, c: MAIL})).toEqual({});
        expect(renamed({a: {...MAIL, ping: true}}, {b: MAIL, c: {...MAIL, ...curl}})).toEqual({});
    });

    it('are first those that did not change', () => {
        expect(renamed({a: MAIL, b: {...MAIL, ping: true}}, {c: MAIL, d: {...MAIL, ...curl}})).toEqual({
            c: 'a',
            d: 'b',
        });
    });
});
