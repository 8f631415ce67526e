import {gatherDesktop} from '../../../core/machine/desktop.js';
import {formatSections, parseSections, splitExec, valueOf, withKeys} from '../../../core/machine/key-file.js';
import {shadows} from '../../../core/machine/shadowing.js';

describe('key files', () => {
    const text = '# top\n[A]\nName=x\nName[de]=y\n\n[B]\n# Name=z\nOther = 1\n';

    it('keep their bytes', () => {
        expect(formatSections(parseSections(text))).toBe(text);
    });

    it('are changed where a key stands, and only there', () => {
        const [, a, b] = parseSections(text);
        expect(valueOf(a, 'Name')).toBe('x');
        expect(valueOf(b, 'Name')).toBeNull();
        expect(valueOf(b, 'Other')).toBe('1');
        expect(withKeys(a!, {Name: 'n', New: '2'}).lines).toEqual(['Name=n', 'Name[de]=y', 'New=2', '']);
        expect(withKeys(b!, {Other: null}).lines).toEqual(['# Name=z']);
    });

    it('lose a second value of a key that is replaced', () => {
        const [, section] = parseSections('[A]\nExec=a\nExec=b\n');
        expect(withKeys(section!, {Exec: 'c'}).lines).toEqual(['Exec=c']);
        expect(withKeys(section!, {Exec: null}).lines).toEqual([]);
    });
});

describe('Exec', () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
        ['a  b', ['a', 'b']],
        ['"/usr/bin/a b" c', ['/usr/bin/a b', 'c']],
        ['a "b \\\\"c\\\\" \\\\$d" %u', ['a', 'b "c" $d', '%u']],
        ['a --x="b c"', ['a', '--x=b c']],
        ['a "" b', ['a', '', 'b']],
        ['', []],
    ];
    for (const [value, words] of cases)
        it(`splits ${value}`, () => {
            expect(splitExec(value)).toEqual([...words]);
        });
});

describe('desktop files', () => {
    const texts: Readonly<Record<string, string>> = {
        '/usr/share/applications/a.b.desktop': 'entry',
        '/usr/local/share/applications/a.b.desktop': 'local entry',
        '/usr/share/dbus-1/services/a.b.service': 'service',
        '/etc/xdg/autostart/x.desktop': 'autostart',
    };
    const files = {text: (path: string) => texts[path] ?? '', names: () => ['README', 'x.desktop']};

    it('are found as the desktop finds them', () => {
        expect(gatherDesktop(files, ['a.b.desktop', 'none.desktop'])).toEqual({
            entries: {'a.b.desktop': 'local entry'},
            services: {'a.b.desktop': 'service'},
            autostart: {'x.desktop': 'autostart'},
        });
    });

    it('are left alone when nobody names any', () => {
        expect(gatherDesktop(files, [])).toEqual({entries: {}, services: {}, autostart: {}});
    });

    it('are won over by a user’s own', () => {
        const overrides = [
            'share/applications/a.desktop',
            'share/applications/mimeinfo.cache',
            'share/dbus-1/services/a.service',
            'xdg/autostart/a.desktop',
            'systemd/user/a.service.d/galaf.conf',
            'systemd/system/b.service.d/galaf.conf',
            'bin/a',
        ];
        expect(shadows(overrides, '/home/x', () => true).map(({file}) => file)).toEqual([
            '/home/x/.local/share/applications/a.desktop',
            '/home/x/.local/share/dbus-1/services/a.service',
            '/home/x/.config/autostart/a.desktop',
            '/home/x/.config/systemd/user/a.service',
        ]);
        expect(shadows(overrides, '/home/x', file => file.endsWith('/autostart/a.desktop'))).toEqual([
            {file: '/home/x/.config/autostart/a.desktop', override: 'xdg/autostart/a.desktop'},
        ]);
    });
});
