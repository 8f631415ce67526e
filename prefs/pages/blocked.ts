/** What was refused lately, by app. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {_} from '../i18n.js';
import {type Attempts, emptyReason, type Found, foundOf, outgoing} from '../model/attempts.js';
import {isKnown} from '../model/groups.js';
import {titlesOf} from '../model/raw.js';
import {emptyPage, iconButton} from '../widgets/build.js';
import {Page} from './page.js';
import {FoundRow} from './seen.js';

/** Apps and destinations of each; more would be a log. */
const SHOWN = 20;

function titleOf(subject: string, titles: ReadonlyMap<string, string>): string {
    if (subject.startsWith('user:')) return subject.slice(5) || _('Unknown');
    return titles.get(subject) ?? subject;
}

/** What one subject was refused. */
interface Shown {
    readonly subject: string;
    readonly group: Adw.PreferencesGroup;
    readonly open: Gtk.Button;
    readonly rows: readonly FoundRow[];
}

export class BlockedPage extends Page {
    static {
        GObject.registerClass({GTypeName: 'GalafBlockedPage'}, this);
    }

    #bin = new Adw.Bin();
    #none = emptyPage('object-select-symbolic', _('Nothing Blocked'), '');
    #stack = new Gtk.Stack();
    #shown: readonly Shown[] = [];
    #loading = true;

    constructor(app: App) {
        super(app, _('Blocked'), 'blocked');
        this.header.pack_end(iconButton('view-refresh-symbolic', _('Read Again'), () => void this.#load()));
        this.#stack.add_named(new Adw.Spinner(), 'loading');
        this.#stack.add_named(this.#bin, 'list');
        this.#stack.add_named(this.#none, 'none');
        this.content = this.#stack;
    }

    protected override shown(): void {
        this.#stack.visible_child_name = 'loading';
        this.#loading = true;
        void this.#load();
    }

    async #load(): Promise<void> {
        const answer = await this.app.session.helper.ask<Attempts>('Blocked', '(s)', ['{}']);
        const groups = new Map<string, Found[]>();
        for (const found of outgoing(answer).map(attempt => foundOf(attempt)))
            groups.set(found.subject, [...(groups.get(found.subject) ?? []), found]);
        this.#bin.child = this.#list(groups);
        this.#none.description = groups.size ? _('Nothing else was refused lately.') : emptyReason(answer);
        this.#loading = false;
        this.sync();
    }

    protected override sync(): void {
        // The answer may come before the policy, which knows the titles.
        const titles = titlesOf(this.app.session.draft.sources);
        for (const {group, open, subject, rows} of this.#shown) {
            group.title = titleOf(subject, titles);
            open.visible = isKnown(this.app.session.draft, subject);
            for (const row of rows) row.sync();
            group.visible = rows.some(({visible}) => visible);
        }
        if (this.#loading) return;
        const some = this.#shown.some(({group}) => group.visible);
        this.#stack.visible_child_name = some ? 'list' : 'none';
    }

    #list(groups: ReadonlyMap<string, readonly Found[]>): Adw.PreferencesPage {
        const page = new Adw.PreferencesPage();
        this.#shown = [...groups].slice(0, SHOWN).map(([subject, list]) => {
            const open = iconButton(
                'go-next-symbolic',
                _('Open'),
                () => this.app.openSubject(subject),
                'flat',
            );
            const group = new Adw.PreferencesGroup({header_suffix: open});
            const rows = list.slice(0, SHOWN).map(found => new FoundRow(this.app, found));
            for (const row of rows) group.add(row);
            page.add(group);
            return {group, open, subject, rows};
        });
        return page;
    }
}
