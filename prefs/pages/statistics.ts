/** Who used the network, and how much. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import GLib from 'gi://GLib';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {_, fill} from '../i18n.js';
import type {History, HistoryRow, Stats, StatsRow, Traffic} from '../../helper/dbus/answers.js';
import {titlesOf} from '../model/raw.js';
import {type Answer, reasonOf} from '../model/helper.js';
import {beginOf, PAST, pastSamples, type Span} from '../model/past.js';
import {type Counter, RateHistory} from '../model/rate-history.js';
import {bytes} from '../model/units.js';
import {emptyPage, plain, Rows} from '../widgets/build.js';
import {Plot} from '../widgets/plot.js';
import {Page} from './page.js';

const PERIOD_S = 2;
/** The monitor notes once a minute what the counters say. */
const PAST_PERIOD_S = 60;
/** Most rows that the helper gives: those of the latest steps. */
const ALL_ROWS = 10_000;

/** What can be plotted; null is what is sampled while the page is shown. */
const SPANS: readonly (Span | null)[] = [null, PAST.day, PAST.week, PAST.quarter];
const spanTitles = () => [_('Last Two Minutes'), _('Last Day'), _('Last Week'), _('Last 90 Days')];

/** A row's user and app group, in words. */
type Who = (row: Owner) => string;
type Owner = Pick<StatsRow, 'user' | 'group'>;

/** Under '' stands everything. */
function countersOf(rows: readonly StatsRow[], totals: Traffic, who: Who): Map<string, Counter> {
    const counters = new Map<string, Counter>();
    const add = (name: string, {in: received, out: sent}: Traffic) => {
        const before = counters.get(name) ?? {received: 0, sent: 0};
        counters.set(name, {received: before.received + received.bytes, sent: before.sent + sent.bytes});
    };
    add('', totals);
    for (const row of rows) add(who(row), row);
    return counters;
}

const amount = (traffic: Traffic): number => traffic.in.bytes + traffic.out.bytes;

export class StatisticsPage extends Page {
    static {
        GObject.registerClass({GTypeName: 'GalafStatisticsPage'}, this);
    }

    #stack = new Gtk.Stack();
    #none = emptyPage('galaf-statistics-symbolic', _('No Statistics'), '');
    #history = new RateHistory(60);
    #plot = new Plot(PERIOD_S);
    #choice = new Gtk.DropDown({css_classes: ['flat'], valign: Gtk.Align.CENTER});
    #when = new Gtk.DropDown({
        model: Gtk.StringList.new(spanTitles()),
        ...{css_classes: ['flat'], valign: Gtk.Align.CENTER},
    });
    /** Of the history and of whom is plotted, when it was asked for, in seconds since 1970. */
    #past: {readonly rows: readonly HistoryRow[]; readonly at: number} | null = null;
    /** Who can be chosen: those with traffic since the boot, and in the time that is plotted. */
    #owners: ReadonlyMap<string, Owner> = new Map();
    #now: readonly Owner[] = [];
    #then: readonly Owner[] = [];
    /** For which time that is known, and since when. */
    #asked: {readonly span: Span; readonly at: number} | null = null;
    #names: string[] | null = null;
    #group = new Adw.PreferencesGroup({
        title: _('Since the First Apply'),
        description: _('Amounts outlive applies, not restarts.'),
    });
    #rows = new Rows(this.#group);
    #titles: ReadonlyMap<string, string> = new Map();
    #timer = 0;
    #shown = '';

    constructor(app: App) {
        super(app, _('Statistics'), 'statistics');
        const page = new Adw.PreferencesPage();
        // In a narrow window one stands above the other.
        const choices = new Adw.WrapBox({child_spacing: 6, line_spacing: 6, align: 1});
        choices.append(this.#when);
        choices.append(this.#choice);
        const now = new Adw.PreferencesGroup({title: _('Traffic'), header_suffix: choices});
        this.#when.tooltip_text = _('Which time is plotted');
        this.#when.connect('notify::selected', () => this.#choose());
        // Its name is what is chosen, which Gtk sees to; this becomes its description.
        this.#choice.tooltip_text = _('Whose traffic is plotted');
        this.#choice.connect('notify::selected', () => this.#choose());
        now.add(this.#plot);
        page.add(now);
        page.add(this.#group);
        this.#stack.add_named(page, 'stats');
        this.#stack.add_named(this.#none, 'none');
        this.content = this.#stack;
    }

    protected override shown(): void {
        void this.#load();
        this.#timer = GLib.timeout_add_seconds(GLib.PRIORITY_DEFAULT, PERIOD_S, () => {
            void this.#load();
            return GLib.SOURCE_CONTINUE;
        });
    }

    protected override hidden(): void {
        if (this.#timer) GLib.source_remove(this.#timer);
        this.#timer = 0;
    }

    #who: Who = ({user, group}) => {
        const title = group && (this.#titles.get(group) ?? group);
        if (title && user && user !== group) return fill(_('{group} as {user}'), {group: title, user});
        return title ?? user ?? _('Not attributed');
    };

    async #load(): Promise<void> {
        const answer = await this.app.session.helper.ask<Stats>('Stats');
        if (this.#timer) this.#show(answer);
        void this.#loadPast();
    }

    get #span(): Span | null {
        return SPANS[this.#when.selected] ?? null;
    }

    /** Under '' stands everything. */
    get #chosen(): string {
        return this.#names?.[this.#choice.selected] ?? '';
    }

    #choose(): void {
        this.#past = null;
        this.#draw();
        void this.#loadPast();
    }

    #ask(query: object): Promise<Answer<History>> {
        const text = JSON.stringify({...query, limit: ALL_ROWS});
        return this.app.session.helper.ask<History>('History', '(s)', [text]);
    }

    /** Who has traffic in the time that is plotted, whoever is chosen: all of it is one step. */
    async #loadOwners(span: Span, at: number): Promise<void> {
        if (span === this.#asked?.span && at - this.#asked.at < PAST_PERIOD_S) return;
        this.#asked = {span, at};
        const answer = await this.#ask({since: beginOf(span, at), step: span.length});
        if (span !== this.#span || !answer.ok) return;
        this.#then = answer.value.rows;
        this.#offer();
    }

    /** The history of what is chosen, unless it was asked for lately. */
    async #loadPast(): Promise<void> {
        const span = this.#span;
        const chosen = this.#chosen;
        const at = Math.floor(Date.now() / 1000);
        if (!span || (this.#past && at - this.#past.at < PAST_PERIOD_S)) return;
        // Not twice; when it fails, the next minute may do better.
        this.#past = {rows: this.#past?.rows ?? [], at};
        void this.#loadOwners(span, at);
        const {user, group} = this.#owners.get(chosen) ?? {};
        const whose = chosen ? {...(user ? {user} : {}), ...(group ? {group} : {})} : {total: true};
        const answer = await this.#ask({...whose, since: beginOf(span, at), step: span.step});
        if (span !== this.#span || chosen !== this.#chosen || !answer.ok) return;
        // A user's are those in groups as well.
        this.#past = {rows: answer.value.rows.filter(row => !chosen || this.#who(row) === chosen), at};
        this.#draw();
    }

    #show(answer: Answer<Stats>): void {
        this.#stack.visible_child_name = answer.ok ? 'stats' : 'none';
        if (!answer.ok) {
            this.#none.description =
                answer.error.code === 'NotFound' ? _('Nothing was applied yet.') : reasonOf(answer.error);
            return;
        }
        const {rows, totals} = answer.value;
        this.#titles = titlesOf(this.app.session.draft.sources);
        this.#history.add(GLib.get_monotonic_time() / 1e6, countersOf(rows, totals, this.#who));
        this.#now = rows;
        this.#offer();
        this.#draw();
        this.#showRows(rows);
    }

    /** Those with traffic can be chosen for the plot; the choice stays while the list changes. */
    #offer(): void {
        const owners = this.#span ? [...this.#now, ...this.#then] : this.#now;
        this.#owners = new Map(owners.map(row => [this.#who(row), row]));
        const names = ['', ...[...this.#owners.keys()].sort((a, b) => a.localeCompare(b))];
        if (names.join('\n') === this.#names?.join('\n')) return;
        const chosen = this.#names?.[this.#choice.selected] ?? '';
        this.#names = names;
        this.#choice.model = Gtk.StringList.new(names.map(one => one || _('Everything')));
        this.#choice.selected = Math.max(0, names.indexOf(chosen));
    }

    #draw(): void {
        const span = this.#span;
        if (!span) {
            this.#plot.setSamples(this.#history.samples(this.#chosen), PERIOD_S);
            return;
        }
        const {rows, at} = this.#past ?? {rows: [], at: Math.floor(Date.now() / 1000)};
        this.#plot.setSamples(pastSamples(rows, !this.#chosen, span, at), span.step);
    }

    #showRows(rows: readonly StatsRow[]): void {
        const sorted = [...rows].sort((a, b) => amount(b) - amount(a)).slice(0, 100);
        // The titles may come after the numbers.
        const text = JSON.stringify(sorted.map(row => [this.#who(row), row]));
        if (text === this.#shown) return;
        this.#shown = text;
        this.#rows.clear();
        for (const row of sorted) this.#rows.add(this.#row(row));
        if (!sorted.length) this.#rows.add(new Adw.ActionRow({title: _('No traffic yet'), ...plain}));
    }

    #row(row: StatsRow): Adw.ActionRow {
        const refused = row.refused.packets
            ? ` · ${fill(_('{count} packets refused'), {count: row.refused.packets})}`
            : '';
        const line = new Adw.ActionRow({
            title: this.#who(row),
            subtitle:
                fill(_('{received} received, {sent} sent'), {
                    received: bytes(row.in.bytes),
                    sent: bytes(row.out.bytes),
                }) + refused,
            ...plain,
        });
        line.add_suffix(new Gtk.Label({label: bytes(amount(row)), css_classes: ['numeric', 'dim-label']}));
        return line;
    }
}
