/** Permissions that end by themselves; they are not part of the files and take effect at once. */
import Adw from 'gi://Adw?version=1';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {askEndpoint} from '../dialogs/endpoint.js';
import {_, fill, said, saidOf} from '../i18n.js';
import type {TimedPermission} from '../../helper/dbus/answers.js';
import {isMissing, reasonOf} from '../model/helper.js';
import {endpointOf} from '../model/endpoint.js';
import {duration} from '../model/units.js';
import {plain, Rows} from '../widgets/build.js';
import type {Section} from './section.js';

const terms = (): readonly [string, string][] => [
    [_('For an Hour'), '3600'],
    [_('Until It Ends'), 'exit'],
    [_('Until Restart'), 'boot'],
];

function untilText({until, seconds_left: left}: TimedPermission): string {
    if (until === 'boot') return _('Until the machine restarts');
    if (until === 'exit') return _('Until the app ends');
    return fill(_('{time} left'), {time: duration(left ?? 0)});
}

export class TimedGroup implements Section {
    readonly widget = new Adw.PreferencesGroup({
        title: _('For a While'),
        description: _('Permissions that end by themselves. They take effect at once.'),
    });
    readonly #app: App;
    readonly #subject: string;
    readonly #rows = new Rows(this.widget);
    #shown = '-';

    constructor(app: App, subject: string) {
        this.#app = app;
        this.#subject = subject;
        const box = new Gtk.Box({spacing: 6, margin_top: 12});
        const wrap = new Adw.WrapBox({child_spacing: 6, line_spacing: 6});
        for (const [title, until] of terms()) {
            const button = new Gtk.Button({label: title});
            button.connect('clicked', () => this.#ask(title, until));
            wrap.append(button);
        }
        box.append(wrap);
        this.widget.add(box);
    }

    get #timed(): readonly TimedPermission[] {
        const {status} = this.#app.session;
        return (status?.ok && status.value.timed?.filter(({subject}) => subject === this.#subject)) || [];
    }

    sync(): void {
        const text = JSON.stringify(this.#timed);
        if (text === this.#shown) return;
        this.#shown = text;
        this.#rows.clear();
        for (const timed of this.#timed) this.#rows.add(this.#row(timed));
    }

    #row(timed: TimedPermission): Adw.ActionRow {
        const endpoint = timed.record ? _('everything, and it is recorded') : saidOf(timed.endpoint);
        const row = new Adw.ActionRow({title: endpoint, subtitle: untilText(timed), ...plain});
        const button = new Gtk.Button({
            label: _('End'),
            valign: Gtk.Align.CENTER,
            tooltip_text: fill(_('End {endpoint} now'), {endpoint}),
        });
        button.connect('clicked', () => void this.#change('EndTimed', '(s)', [timed.id]));
        row.add_suffix(button);
        return row;
    }

    #ask(title: string, until: string): void {
        askEndpoint(this.#app, title, text => {
            const endpoint = JSON.stringify(endpointOf(text));
            void this.#change('AllowFor', '(sss)', [this.#subject, endpoint, until]);
            return true;
        });
    }

    async #change(method: string, signature: string, args: unknown[]): Promise<void> {
        const {session} = this.#app;
        const answer = await session.helper.change(method, signature, args);
        if (!answer.ok)
            this.#app.toast(isMissing(answer.error) ? reasonOf(answer.error) : said(answer.error.message));
        await session.refresh();
    }
}
