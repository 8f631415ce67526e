/** Where the app wanted to go: refused attempts and, while recording, new destinations; one click allows one. */
import Adw from 'gi://Adw?version=1';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {_, fill} from '../i18n.js';
import {type Attempts, emptyReason, type Found, foundOf, outgoing} from '../model/attempts.js';
import {endpointOf} from '../model/endpoint.js';
import type {SubjectKind} from '../model/groups.js';
import {plain, Rows} from '../widgets/build.js';
import type {Section} from './section.js';

/** More would be a log. */
const SHOWN = 20;

export function foundRow(found: Found, allow: () => void): Adw.ActionRow {
    const row = new Adw.ActionRow({title: found.title, subtitle: found.text, ...plain});
    const button = new Gtk.Button({
        label: _('Allow'),
        valign: Gtk.Align.CENTER,
        tooltip_text: fill(_('Allow {endpoint}'), {endpoint: found.title}),
    });
    button.connect('clicked', allow);
    row.add_suffix(button);
    return row;
}

/** Adds it to the draft. */
export function allowFound(app: App, found: Found): boolean {
    const label = fill(_('{name}: allow {to}'), {name: found.subject, to: found.title});
    return app.edit(label, [{verb: 'add-endpoint', subject: found.subject, endpoint: endpointOf(found)}]);
}

export class SeenGroup implements Section {
    readonly widget = new Adw.PreferencesGroup({title: _('Blocked and Recorded')});
    readonly #rows = new Rows(this.widget);
    readonly #app: App;
    readonly #subject: string;
    readonly #query: string;
    #found: readonly Found[] = [];
    #reason = '';

    constructor(app: App, kind: SubjectKind, name: string) {
        this.#app = app;
        this.#subject = kind === 'group' ? name : `user:${name}`;
        this.#query = JSON.stringify({[kind]: name});
    }

    async load(): Promise<void> {
        const {helper} = this.#app.session;
        const [blocked, recorded] = await Promise.all([
            helper.ask<Attempts>('Blocked', '(s)', [this.#query]),
            helper.ask<Attempts>('Recorded', '(s)', [this.#query]),
        ]);
        this.#found = [
            ...outgoing(blocked).map(attempt => foundOf(attempt)),
            ...outgoing(recorded).map(attempt => foundOf(attempt, true)),
        ]
            // Of a user, what their app groups wanted stands with these.
            .filter(({subject}) => subject === this.#subject)
            .slice(0, SHOWN);
        this.#reason = emptyReason(blocked);
        this.#show();
    }

    #show(): void {
        this.#rows.clear();
        if (!this.#found.length)
            this.#rows.add(new Adw.ActionRow({title: this.#reason, css_classes: ['dim-label'], ...plain}));
        for (const found of this.#found) this.#rows.add(foundRow(found, () => this.#allow(found)));
    }

    #allow(found: Found): void {
        if (!allowFound(this.#app, found)) return;
        this.#found = this.#found.filter(other => other !== found);
        this.#reason = _('Nothing else was refused lately.');
        this.#show();
    }

    sync(): void {}
}
