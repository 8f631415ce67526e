/** What was applied before, by whom, and the way back. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {ask} from '../dialogs/questions.js';
import {_, fill, said} from '../i18n.js';
import type {GenerationInfo, Generations} from '../../helper/dbus/answers.js';
import {type Answer, reasonOf} from '../model/helper.js';
import {TRIAL_SECONDS} from '../model/session.js';
import {moment} from '../model/units.js';
import {emptyPage, plain, Rows} from '../widgets/build.js';
import {Page} from './page.js';

export class GenerationsPage extends Page {
    static {
        GObject.registerClass({GTypeName: 'GalafGenerationsPage'}, this);
    }

    #stack = new Gtk.Stack();
    #group = new Adw.PreferencesGroup({
        description: _('Each apply makes a new generation. The last ten are kept.'),
    });
    #rows = new Rows(this.#group);
    #none = emptyPage('document-open-recent-symbolic', _('No Generations'), '');
    #undo: (() => void) | null = null;

    constructor(app: App) {
        super(app, _('Generations'), 'generations');
        const page = new Adw.PreferencesPage();
        page.add(this.#group);
        this.#stack.add_named(new Adw.Spinner(), 'loading');
        this.#stack.add_named(page, 'list');
        this.#stack.add_named(this.#none, 'none');
        this.content = this.#stack;
    }

    protected override shown(): void {
        this.#undo = this.app.session.helper.policyChanged.connect(() => void this.#load());
        void this.#load();
    }

    protected override hidden(): void {
        this.#undo?.();
        this.#undo = null;
    }

    async #load(): Promise<void> {
        const answer = await this.app.session.helper.ask<Generations>('Generations');
        this.#show(answer);
    }

    #show(answer: Answer<Generations>): void {
        this.#rows.clear();
        const list = answer.ok ? answer.value.generations : [];
        for (const generation of list) this.#rows.add(this.#row(generation));
        this.#none.description = answer.ok ? _('Nothing was applied yet.') : reasonOf(answer.error);
        this.#stack.visible_child_name = list.length ? 'list' : 'none';
    }

    #row(info: GenerationInfo): Adw.ExpanderRow {
        const row = new Adw.ExpanderRow({
            title: moment(info.created),
            // Translators: a numbered version of the policy, and who applied it.
            subtitle: fill(_('Generation {number} by {author}'), {
                number: info.generation,
                author: info.author,
            }),
            ...plain,
        });
        if (info.current) row.add_suffix(tag(info.trial ? _('On trial') : _('In force')));
        else row.add_suffix(this.#rollbackButton(info));
        const changes = info.titled_summary.map(said);
        const words = changes.length ? changes : [_('Nothing changed in words')];
        for (const text of words) row.add_row(new Adw.ActionRow({title: text, title_lines: 0, ...plain}));
        return row;
    }

    #rollbackButton(info: GenerationInfo): Gtk.Button {
        const button = new Gtk.Button({
            label: _('Roll Back…'),
            valign: Gtk.Align.CENTER,
            css_classes: ['flat'],
            tooltip_text: fill(_('Roll back to generation {number}'), {number: info.generation}),
        });
        button.connect('clicked', () =>
            ask(
                this.app.window,
                {
                    heading: fill(_('Roll Back to Generation {number}?'), {number: info.generation}),
                    body: _('It is tried for a minute first; keep it, or it goes back by itself.'),
                    verb: _('_Roll Back'),
                    destructive: false,
                },
                () => void this.#rollback(info.generation),
            ),
        );
        return button;
    }

    async #rollback(generation: number): Promise<void> {
        const {session} = this.app;
        const answer = await session.helper.change('Rollback', '(uu)', [generation, TRIAL_SECONDS]);
        if (!answer.ok) this.app.toast(said(answer.error.message.split('\n')[0]!));
        await session.refresh();
        await this.#load();
    }
}

const tag = (label: string): Gtk.Label =>
    new Gtk.Label({label, css_classes: ['galaf-tag', 'accent'], valign: Gtk.Align.CENTER});
