import {parseConfig} from '../../core/config/parse.js';
import {
    commandFor,
    entryFor,
    groupNameFor,
    type InstalledApp,
    suggestTemplate,
    TEMPLATES,
} from '../../core/templates.js';

const app = (more: Partial<InstalledApp> = {}): InstalledApp => ({
    id: 'org.example.Mail.desktop',
    title: 'Example Mail',
    icon: 'mail-unread',
    exec: ['/usr/bin/example-mail', '%U'],
    categories: ['Network', 'Email'],
    types: ['x-scheme-handler/mailto', 'text/plain'],
    ...more,
});

describe('templates', () => {
    it('make entries that the parser takes without a remark', () => {
        for (const template of TEMPLATES) {
            const text = JSON.stringify({groups: {mail: entryFor(app(), template)}});
            const {config, diagnostics} = parseConfig([{name: 'galaf.json', text}]);
            expect(diagnostics).withContext(template.id).toEqual([]);
            expect(config?.groups[0]?.title).toBe('Example Mail');
            expect(config?.groups[0]?.record).toBe(template.id === 'record');
            expect(config?.groups[0]?.grants.length).toBe(template.endpoints.length);
        }
    });

    it('are suggested by category, and recording for what is not known', () => {
        expect(suggestTemplate(['Network', 'WebBrowser']).id).toBe('browser');
        expect(suggestTemplate(['Email']).id).toBe('mail');
        expect(suggestTemplate(['Utility']).id).toBe('record');
    });

    it('name a group after the app, and never twice', () => {
        expect(groupNameFor(app(), new Set())).toBe('mail');
        expect(groupNameFor(app(), new Set(['mail', 'mail-2']))).toBe('mail-3');
        expect(groupNameFor(app({id: '7 Zip Ünï.desktop'}), new Set())).toBe('zip-n');
        expect(groupNameFor(app({id: '123.desktop'}), new Set())).toBe('app');
        const long = groupNameFor(app({id: `${'a'.repeat(60)}.desktop`}), new Set(['a'.repeat(26)]));
        expect(long.length).toBeLessThanOrEqual(31);
    });

    it('turn field codes into the place for arguments', () => {
        expect(commandFor(app())).toEqual({
            execv: ['/usr/bin/example-mail', '…'],
            args: {uris: ['mailto', 'file']},
        });
        expect(commandFor(app({exec: ['/bin/view', '-n', '%f', '%i', '100%%']}))).toEqual({
            execv: ['/bin/view', '-n', '…', '100%'],
            args: 'files',
        });
        expect(commandFor(app({exec: ['/bin/plain']}))).toEqual({execv: ['/bin/plain'], args: null});
    });

    it('start Flatpak apps without the file system that their group could not read', () => {
        const exec = ['/usr/bin/flatpak', 'run', '--file-forwarding', 'org.example.Mail', '@@u', '%U', '@@'];
        expect(commandFor(app({exec})).execv).toEqual([
            '/usr/bin/flatpak',
            'run',
            '--no-documents-portal',
            '--file-forwarding',
            'org.example.Mail',
            '@@u',
            '…',
            '@@',
        ]);
        expect(commandFor(app({exec: ['/usr/bin/flatpak', 'list']})).execv).toEqual([
            '/usr/bin/flatpak',
            'list',
        ]);
    });
});
