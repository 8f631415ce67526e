/** What was refused lately, by app. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import type {App} from '../app.js';
import {_} from '../i18n.js';
import {type Attempts, emptyReason, type Found, foundOf, outgoing} from '../model/attempts.js';
import {titlesOf} from '../model/raw.js';
import {emptyPage, iconButton} from '../widgets/build.js';
import {Page} from './page.js';
import {allowFound, foundRow} from './seen.js';

/** Apps and destinations of each; more would be a log. */
const SHOWN = 20;

function titleOf(subject: string, titles: ReadonlyMap<string, string>): string {
    if (subject.startsWith('user:')) return subject.slice(5) || _('Unknown');
    return titles.get(subject) ?? subject;
}

export class BlockedPage extends Page {
    static {
        GObject.registerClass({GTypeName: 'GalafBlockedPage'}, this);
    }

    #bin = new Adw.Bin();
    #groups: [Adw.PreferencesGroup, string][] = [];

    constructor(app: App) {
        super(app, _('Blocked'), 'blocked');
        this.header.pack_end(iconButton('view-refresh-symbolic', _('Read Again'), () => void this.#load()));
        this.content = this.#bin;
    }

    protected override shown(): void {
        this.#bin.child = new Adw.Spinner();
        void this.#load();
    }

    async #load(): Promise<void> {
        const answer = await this.app.session.helper.ask<Attempts>('Blocked', '(s)', ['{}']);
        const groups = new Map<string, Found[]>();
        for (const found of outgoing(answer).map(attempt => foundOf(attempt)))
            groups.set(found.subject, [...(groups.get(found.subject) ?? []), found]);
        this.#bin.child = groups.size
            ? this.#list(groups)
            : emptyPage('object-select-symbolic', _('Nothing Blocked'), emptyReason(answer));
    }

    /** The answer may come before the policy, which knows the titles. */
    protected override sync(): void {
        const titles = titlesOf(this.app.session.draft.sources);
        for (const [group, subject] of this.#groups) group.title = titleOf(subject, titles);
    }

    #list(groups: ReadonlyMap<string, readonly Found[]>): Adw.PreferencesPage {
        const page = new Adw.PreferencesPage();
        const titles = titlesOf(this.app.session.draft.sources);
        this.#groups = [];
        for (const [subject, list] of [...groups].slice(0, SHOWN)) {
            const group = new Adw.PreferencesGroup({title: titleOf(subject, titles)});
            group.header_suffix = iconButton(
                'go-next-symbolic',
                _('Open'),
                () => this.app.openSubject(subject),
                'flat',
            );
            for (const found of list.slice(0, SHOWN)) {
                const row = foundRow(found, () => {
                    if (allowFound(this.app, found)) group.remove(row);
                });
                group.add(row);
            }
            page.add(group);
            this.#groups.push([group, subject]);
        }
        return page;
    }
}
