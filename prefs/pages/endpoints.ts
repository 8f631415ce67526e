/** The endpoints of one app group or user: what it may reach. */
import Adw from 'gi://Adw?version=1';
import type {App} from '../app.js';
import {showEndpoint} from '../dialogs/endpoint.js';
import {_, fill} from '../i18n.js';
import {type SubjectKind, sectionOf, subjectOf} from '../model/groups.js';
import type {Label} from '../model/draft.js';
import {parseEndpoint} from '../model/endpoint.js';
import {valueAt, type Path} from '../model/paths.js';
import {Rows, iconButton, plain} from '../widgets/build.js';
import {EndpointRow} from '../widgets/endpoint-row.js';
import {NoteRow} from '../widgets/note-row.js';
import {TextField} from '../widgets/fields.js';
import {formatList, parseItems} from '../model/lists.js';
import type {Section} from './section.js';

export class EndpointsGroup implements Section {
    readonly widget: Adw.PreferencesGroup;
    readonly #app: App;
    readonly #path: Path;
    readonly #subject: string;
    readonly #rows: Rows;
    readonly #domains: TextField;
    readonly #empty: Adw.ActionRow;
    readonly #note = new NoteRow();
    readonly #addButton = iconButton('list-add-symbolic', _('Add Endpoint'), () => this.#add(), 'flat');
    #shown: EndpointRow[] = [];

    constructor(app: App, kind: SubjectKind, name: string) {
        this.#app = app;
        this.#path = [sectionOf(kind), name];
        this.#subject = subjectOf(kind, name);
        this.widget = new Adw.PreferencesGroup({
            title: _('Endpoints'),
            description: _('Where it may connect to. Everything else is refused.'),
            header_suffix: this.#addButton,
        });
        this.#rows = new Rows(this.widget);
        this.#domains = new TextField(app, {
            title: _('Domains on every port'),
            path: [...this.#path, 'domains'],
            subject: this.#subject,
            step: _('domains {value}'),
            format: formatList,
            parse: parseItems,
        });
        this.#empty = new Adw.ActionRow({
            title: _('No endpoints'),
            subtitle: _('It may not use the network.'),
            ...plain,
            css_classes: ['dim-label'],
        });
        for (const row of [...this.#domains.rows, this.#empty, this.#note]) this.widget.add(row);
    }

    get #allow(): unknown[] {
        const value = valueAt(this.#app.session.draft.sources, [...this.#path, 'allow']);
        return Array.isArray(value) ? (value as unknown[]) : [];
    }

    sync(): void {
        const allow = this.#allow;
        const domains = valueAt(this.#app.session.draft.sources, [...this.#path, 'domains']);
        const recording = valueAt(this.#app.session.draft.sources, [...this.#path, 'record']) === true;
        if (this.#shown.length !== allow.length) this.#rebuild(allow.length);
        for (const row of this.#shown) row.sync();
        this.#domains.sync();
        this.#domains.row.visible = domains !== undefined && domains !== null;
        this.#empty.visible = !allow.length && !this.#domains.row.visible;
        this.#empty.subtitle = recording
            ? _('While recording it may connect anywhere.')
            : _('It may not use the network.');
    }

    #rebuild(count: number): void {
        // By title: those before and behind one that was removed stay as they were.
        const open = new Set(this.#shown.filter(row => row.expanded).map(({title}) => title));
        this.#rows.clear();
        this.#shown = Array.from({length: count}, (_none, i) => {
            const row = new EndpointRow(this.#app, [...this.#path, 'allow', i], this.#subject, () =>
                this.#remove(i),
            );
            row.sync();
            row.expanded = open.has(row.title);
            return this.#rows.add(row);
        });
    }

    #remove(index: number): void {
        const allow = this.#allow;
        const {title} = this.#shown[index] ?? {title: ''};
        const label: Label = called =>
            fill(_('{name}: remove {endpoint}'), {name: called(this.#subject), endpoint: title});
        this.#app.edit(label, [
            {verb: 'set', path: [...this.#path, 'allow'], value: allow.filter((_item, i) => i !== index)},
        ]);
    }

    #add(initial: {to: string; ports: string} = {to: '', ports: 'tcp/443'}): void {
        showEndpoint(this.#app, this.#subject, initial);
    }

    focusAdd(): void {
        this.#addButton.grab_focus();
    }

    propose(json: string): void {
        this.#add(parseEndpoint(json));
    }
}
