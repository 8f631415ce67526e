/** The page of one app group, and that of one user or service. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {ask} from '../dialogs/questions.js';
import {_, fill} from '../i18n.js';
import type {Edit} from '../../core/config/edit.js';
import {type SubjectKind, sectionOf, subjectOf} from '../model/groups.js';
import type {Label} from '../model/draft.js';
import {asText, readRaw} from '../model/raw.js';
import {emptyPage} from '../widgets/build.js';
import {identityGroup, launchGroup} from './group-launch.js';
import {EndpointsGroup} from './endpoints.js';
import {optionsGroup} from './group-options.js';
import {Page} from './page.js';
import {SeenGroup} from './seen.js';
import {TimedGroup} from './timed.js';
import type {Section} from './section.js';

export class SubjectPage extends Page {
    static {
        GObject.registerClass({GTypeName: 'GalafSubjectPage'}, this);
    }

    readonly #name: string;
    readonly #kind: SubjectKind;
    readonly #endpoints: EndpointsGroup;
    readonly #seen: SeenGroup;
    readonly #timed: TimedGroup;
    readonly #sections: readonly Section[];
    readonly #gone = emptyPage('edit-delete-symbolic', '', '');
    readonly #stack = new Gtk.Stack();

    constructor(app: App, kind: SubjectKind, name: string) {
        super(app, name);
        this.#kind = kind;
        this.#name = name;
        this.#endpoints = new EndpointsGroup(app, kind, name);
        this.#seen = new SeenGroup(app, kind, name);
        this.#timed = new TimedGroup(app, subjectOf(kind, name));
        const launching = kind === 'group' ? [launchGroup(app, name)] : [];
        const identity = kind === 'group' ? [identityGroup(app, name)] : [];
        this.#sections = [
            ...identity,
            this.#endpoints,
            this.#timed,
            this.#seen,
            ...launching,
            optionsGroup(app, kind, name, () => this.#remove()),
        ];
        const content = new Adw.PreferencesPage();
        for (const {widget} of this.#sections) content.add(widget);
        this.#stack.add_named(content, 'entry');
        this.#stack.add_named(this.#gone, 'gone');
        this.content = this.#stack;
        this.connect('shown', () => this.#keepFromTitle());
    }

    /** What is typed by chance must not replace the title, which is first in the order of Tab. */
    #keepFromTitle(): void {
        const focus = this.app.window.get_focus();
        if (focus instanceof Gtk.Text && focus.is_ancestor(this)) this.#endpoints.focusAdd();
    }

    protected override shown(): void {
        void this.#seen.load();
    }

    protected override sync(): void {
        const entry = readRaw(this.app.session.draft.sources, sectionOf(this.#kind)).find(
            ({name}) => name === this.#name,
        );
        this.#stack.visible_child_name = entry ? 'entry' : 'gone';
        if (!entry) return this.#explainAbsence();
        this.title = asText(entry.value['title']) || this.#name;
        for (const section of this.#sections) section.sync();
    }

    /** Somebody who was refused something need not have been in the policy ever. */
    #explainAbsence(): void {
        const {base} = this.app.session.draft;
        const was = readRaw(base, sectionOf(this.#kind)).some(({name}) => name === this.#name);
        this.#gone.title = was ? _('Removed') : _('Not in the Policy');
        this.#gone.description = was
            ? _('It is not in the policy any more. Undo brings it back.')
            : _('Nothing is allowed to it.');
    }

    #remove(): void {
        const {title} = this;
        const subject = subjectOf(this.#kind, this.#name);
        const edits: Edit[] =
            this.#kind === 'group'
                ? [{verb: 'remove-group', group: this.#name}]
                : [{verb: 'set', path: ['users', this.#name], value: null}];
        ask(
            this.app.window,
            {
                heading: fill(_('Remove {name}?'), {name: title}),
                body: _('It may do nothing on the network any more once you apply. Undo brings it back.'),
                verb: _('_Remove'),
            },
            () => {
                const label: Label = called => fill(_('Remove {name}'), {name: called(subject)});
                if (this.app.edit(label, edits)) this.app.pop();
            },
        );
    }

    /** Shows an endpoint to be added, as the panel's notice proposes it. */
    propose(endpointJson: string): void {
        this.#endpoints.propose(endpointJson);
    }
}

export class GroupPage extends SubjectPage {
    static {
        GObject.registerClass({GTypeName: 'GalafGroupPage'}, this);
    }

    constructor(app: App, name: string) {
        super(app, 'group', name);
    }
}

export class UserPage extends SubjectPage {
    static {
        GObject.registerClass({GTypeName: 'GalafUserPage'}, this);
    }

    constructor(app: App, name: string) {
        super(app, 'user', name);
    }
}
