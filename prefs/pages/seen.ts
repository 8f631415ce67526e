/** Where the app wanted to go: refused attempts and, while recording, new destinations; one click allows one. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import type {Edit} from '../../core/config/edit.js';
import {USER_NAME} from '../../core/config/names.js';
import type {App} from '../app.js';
import {_, fill} from '../i18n.js';
import {type Attempts, emptyReason, type Found, foundOf, outgoing} from '../model/attempts.js';
import type {Draft, Label} from '../model/draft.js';
import {endpointOf} from '../model/endpoint.js';
import {isKnown, type SubjectKind, subjectOf} from '../model/groups.js';
import {plain, Rows} from '../widgets/build.js';
import type {Section} from './section.js';

/** More would be a log. */
const SHOWN = 20;

/** A group has to be there; a user only needs a name. Of some traffic nobody knows whose it was. */
const canBeAllowed = (draft: Draft, {subject}: Found): boolean =>
    subject.startsWith('user:') ? USER_NAME.test(subject.slice('user:'.length)) : isKnown(draft, subject);

export class FoundRow extends Adw.ActionRow {
    static {
        GObject.registerClass({GTypeName: 'GalafFoundRow'}, this);
    }

    readonly #app: App;
    readonly #found: Found;
    readonly #button = new Gtk.Button({label: _('Allow'), valign: Gtk.Align.CENTER});
    /** Whether it is allowed by now, in the draft or in force; Undo takes that back. */
    #isAllowed = () => false;

    constructor(app: App, found: Found) {
        super({title: found.title, subtitle: found.text, ...plain});
        this.#app = app;
        this.#found = found;
        this.#button.tooltip_text = fill(_('Allow {endpoint}'), {endpoint: found.title});
        this.#button.connect('clicked', () => this.#allow());
        this.add_suffix(this.#button);
    }

    #allow(): void {
        const {subject, title} = this.#found;
        const {draft} = this.#app.session;
        const {base} = draft;
        const edit: Edit = {verb: 'add-endpoint', subject, endpoint: endpointOf(this.#found)};
        const label: Label = called => fill(_('{name}: allow {to}'), {name: called(subject), to: title});
        if (!this.#app.edit(label, [edit])) return;
        this.#isAllowed = () => draft.has(edit) || draft.base !== base;
    }

    sync(): void {
        this.visible = !this.#isAllowed();
        this.#button.visible = canBeAllowed(this.#app.session.draft, this.#found);
    }
}

export class SeenGroup implements Section {
    readonly widget = new Adw.PreferencesGroup({title: _('Blocked and Recorded')});
    readonly #rows = new Rows(this.widget);
    readonly #app: App;
    readonly #subject: string;
    readonly #query: string;
    readonly #nothing = new Adw.ActionRow({css_classes: ['dim-label'], ...plain});
    #shown: readonly FoundRow[] = [];

    constructor(app: App, kind: SubjectKind, name: string) {
        this.#app = app;
        this.#subject = subjectOf(kind, name);
        this.#query = JSON.stringify({[kind]: name});
    }

    async load(): Promise<void> {
        const {helper} = this.#app.session;
        const [blocked, recorded] = await Promise.all([
            helper.ask<Attempts>('Blocked', '(s)', [this.#query]),
            helper.ask<Attempts>('Recorded', '(s)', [this.#query]),
        ]);
        const found = [
            ...outgoing(blocked).map(attempt => foundOf(attempt)),
            ...outgoing(recorded).map(attempt => foundOf(attempt, true)),
        ]
            // Of a user, what their app groups wanted stands with these.
            .filter(({subject}) => subject === this.#subject)
            .slice(0, SHOWN);
        this.#nothing.title = found.length ? _('Nothing else was refused lately.') : emptyReason(blocked);
        this.#show(found);
    }

    #show(found: readonly Found[]): void {
        this.#rows.clear();
        this.#shown = found.map(one => this.#rows.add(new FoundRow(this.#app, one)));
        this.#rows.add(this.#nothing);
        this.sync();
    }

    sync(): void {
        for (const row of this.#shown) row.sync();
        this.#nothing.visible = !this.#shown.some(({visible}) => visible);
    }
}
