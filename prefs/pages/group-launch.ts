/** The parts of a group's page about the app: title and icon, and how it is started. */
import Adw from 'gi://Adw?version=1';
import type {App} from '../app.js';
import {showAppChooser} from '../dialogs/app-chooser.js';
import {showLaunchers} from '../dialogs/launchers.js';
import {askName} from '../dialogs/name.js';
import {_, fill} from '../i18n.js';
import {valueAt} from '../model/paths.js';
import {asList} from '../model/raw.js';
import {iconButton, plain} from '../widgets/build.js';
import {ChoiceField, TextField} from '../widgets/fields.js';
import {NoteRow} from '../widgets/note-row.js';
import {fieldSection, type Section} from './section.js';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const orNull = (value: string): string | null => value.trim() || null;

export function identityGroup(app: App, group: string): Section {
    const path = ['groups', group];
    const section = fieldSection('', [
        new TextField(app, {
            title: _('Title'),
            path: [...path, 'title'],
            subject: group,
            step: _('title {value}'),
            format: text,
            parse: orNull,
        }),
        new TextField(app, {
            title: _('Icon name or file'),
            path: [...path, 'icon'],
            subject: group,
            step: _('icon {value}'),
            format: text,
            parse: orNull,
        }),
    ]);
    const row = new Adw.ActionRow({title: _('Group'), subtitle: group, css_classes: ['property'], ...plain});
    row.add_suffix(iconButton('document-edit-symbolic', _('Rename'), () => rename(app, group), 'flat'));
    section.widget.add(row);
    return section;
}

function rename(app: App, group: string): void {
    const question = {
        section: 'groups',
        title: _('Rename Group'),
        label: _('New name'),
        initial: group,
        verb: _('_Rename'),
    } as const;
    askName(app, question, to => {
        const label = fill(_('Rename {name} to {to}'), {name: group, to});
        if (!app.edit(label, [{verb: 'rename-group', group, to}])) return false;
        app.openSubject(to);
        return true;
    });
}

const hardenChoices = () => [
    {value: null, title: _('Automatic'), text: _('Strict, or what the command needs.')},
    {
        value: 'strict',
        title: _('Strict'),
        text: _('No new privileges, no user namespaces, no files that carry the group.'),
    },
    {
        value: 'userns',
        title: _('With user namespaces'),
        text: _('For browsers, Electron apps and sandboxes, which need them.'),
    },
    {value: 'off', title: _('Off'), text: _('For firejail and programs that need setuid helpers.')},
];

const launchChoices = () => [
    {value: null, title: _('Directly'), text: _('As a child of whatever starts it.')},
    {
        value: 'scope',
        title: _('In its own scope'),
        text: _('A systemd scope, for resource limits and clean ends.'),
    },
    {
        value: 'firejail',
        title: _('With firejail'),
        text: _('Inside a firejail sandbox; hardening is off then.'),
    },
    {
        value: 'bwrap',
        title: _('With bubblewrap'),
        text: _('Inside a bubblewrap sandbox with user namespaces.'),
    },
];

const argsChoices = () => [
    {
        value: null,
        title: _('As the command says'),
        text: _('Anything where the command has a “…”, else nothing.'),
    },
    {value: 'none', title: _('Nothing'), text: _('The command is always the same.')},
    {value: 'files', title: _('Files'), text: _('Absolute file names only.')},
    {value: {uris: ['http', 'https']}, title: _('Web links'), text: _('Links with http and https.')},
    {value: {uris: ['http', 'https', 'file']}, title: _('Web links and files')},
    {value: 'any', title: _('Anything'), text: _('Also options: whoever chooses them owns the app.')},
];

/** Rows of a value that is chosen in a dialog. */
class CommandRow {
    readonly row = new Adw.ActionRow({
        title: _('Command'),
        css_classes: ['property'],
        subtitle_lines: 3,
        ...plain,
    });
    readonly note = new NoteRow();
    readonly rows = [this.row, this.note];

    constructor(
        readonly app: App,
        readonly group: string,
    ) {
        this.row.add_suffix(
            iconButton(
                'view-app-grid-symbolic',
                _('Choose Command'),
                () => showAppChooser(app, group),
                'flat',
            ),
        );
    }

    sync(): void {
        const path = ['groups', this.group, 'execv'];
        const words = asList(valueAt(this.app.session.draft.sources, path));
        this.row.subtitle = words.join(' ') || _('None: it cannot be started by Galaf');
        this.note.attach(this.row, this.app.session.draft.findings(`groups.${this.group}.execv`));
    }
}

class LaunchersRow {
    readonly row = new Adw.ActionRow({title: _('Who may start it'), css_classes: ['property'], ...plain});
    readonly note = new NoteRow();
    readonly rows = [this.row, this.note];

    constructor(
        readonly app: App,
        readonly group: string,
    ) {
        this.row.add_suffix(
            iconButton('system-users-symbolic', _('Choose Users'), () => showLaunchers(app, group), 'flat'),
        );
    }

    sync(): void {
        const value = valueAt(this.app.session.draft.sources, ['groups', this.group, 'users']);
        this.row.subtitle = Array.isArray(value)
            ? asList(value).join(', ') || _('Nobody')
            : _('Everybody who logs in');
        this.note.attach(this.row, this.app.session.draft.findings(`groups.${this.group}.users`));
    }
}

export function launchGroup(app: App, group: string): Section {
    const path = ['groups', group];
    const command = new CommandRow(app, group);
    const launchers = new LaunchersRow(app, group);
    const choice = (key: string, title: string, step: string, choices: ReturnType<typeof hardenChoices>) =>
        new ChoiceField(app, {title, path: [...path, key], subject: group, step, choices});
    const choices = [
        choice('args', _('A caller may add'), _('arguments: {value}'), argsChoices() as never),
        choice('launch', _('Launch mode'), _('launch mode: {value}'), launchChoices()),
        choice('harden', _('Hardening'), _('hardening: {value}'), hardenChoices()),
    ];
    const desktop = new TextField(app, {
        title: _('Desktop file that starts it through Galaf'),
        path: [...path, 'desktop'],
        subject: group,
        step: _('desktop file {value}'),
        format: text,
        parse: orNull,
    });
    const parts = [command, ...choices, launchers, desktop];
    const widget = new Adw.PreferencesGroup({title: _('Starting')});
    for (const row of parts.flatMap(part => part.rows)) widget.add(row);
    return {
        widget,
        sync() {
            for (const part of parts) part.sync();
        },
    };
}
