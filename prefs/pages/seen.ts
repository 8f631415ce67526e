/** Where the app wanted to go: refused attempts and, while recording, new destinations; one click allows one. */
import Adw from 'gi://Adw?version=1';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {_, fill, ngettext} from '../i18n.js';
import type {BlockedAttempt} from '../../helper/dbus/answers.js';
import type {SubjectKind} from '../model/groups.js';
import {reasonOf} from '../model/helper.js';
import {plain, Rows} from '../widgets/build.js';
import type {Section} from './section.js';

/** More would be a log. */
const SHOWN = 20;

interface Found {
    readonly to: string;
    readonly ports: string;
    readonly text: string;
}

const isTransport = (protocol: string): boolean => protocol === 'tcp' || protocol === 'udp';

function foundOf({protocol, port, address, host, count, program}: BlockedAttempt, recorded: boolean): Found {
    const times = recorded
        ? fill(ngettext('Seen {count} time', 'Seen {count} times', count), {count})
        : fill(ngettext('Refused {count} time', 'Refused {count} times', count), {count});
    return {
        to: host ?? address,
        ports: isTransport(protocol) && port !== null ? `${protocol}/${port}` : '',
        text: program ? `${times} · ${program}` : times,
    };
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
            helper.ask<{attempts?: readonly BlockedAttempt[]}>('Blocked', '(s)', [this.#query]),
            helper.ask<{attempts?: readonly BlockedAttempt[]}>('Recorded', '(s)', [this.#query]),
        ]);
        const list = (answer: typeof blocked, isRecorded: boolean) =>
            answer.ok ? rowsOf(answer.value).map(one => foundOf(one, isRecorded)) : [];
        this.#found = [...list(blocked, false), ...list(recorded, true)].slice(0, SHOWN);
        this.#reason = blocked.ok ? _('Nothing was refused lately.') : reasonOf(blocked.error);
        this.#show();
    }

    #show(): void {
        this.#rows.clear();
        if (!this.#found.length) {
            const row = new Adw.ActionRow({title: this.#reason, css_classes: ['dim-label'], ...plain});
            this.#rows.add(row);
        }
        for (const found of this.#found) this.#rows.add(this.#row(found));
    }

    #row(found: Found): Adw.ActionRow {
        const title = found.ports ? fill(_('{to} on {ports}'), {to: found.to, ports: found.ports}) : found.to;
        const row = new Adw.ActionRow({title, subtitle: found.text, ...plain});
        const button = new Gtk.Button({
            label: _('Allow'),
            valign: Gtk.Align.CENTER,
            tooltip_text: fill(_('Allow {endpoint}'), {endpoint: title}),
        });
        button.connect('clicked', () => this.#allow(found, title));
        row.add_suffix(button);
        return row;
    }

    #allow({to, ports}: Found, title: string): void {
        const endpoint = {to, ...(ports ? {ports} : {})};
        const label = fill(_('{name}: allow {to}'), {name: this.#subject, to: title});
        if (this.#app.edit(label, [{verb: 'add-endpoint', subject: this.#subject, endpoint}]))
            this.#forget(to, ports);
    }

    #forget(to: string, ports: string): void {
        this.#found = this.#found.filter(found => found.to !== to || found.ports !== ports);
        this.#reason = _('Nothing else was refused lately.');
        this.#show();
    }

    sync(): void {}
}

/** The list, under whatever name the answer carries it. */
function rowsOf(answer: object): readonly BlockedAttempt[] {
    if (Array.isArray(answer)) return answer as BlockedAttempt[];
    const list = Object.values(answer).find(value => Array.isArray(value)) as BlockedAttempt[] | undefined;
    return list ?? [];
}
