/** A list of app groups or users that stays quick with hundreds of them: only what is seen has widgets. */
import Adw from 'gi://Adw?version=1';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import Pango from 'gi://Pango';
import {_} from '../i18n.js';
import type {SubjectLine} from '../model/groups.js';
import {emptyPage, name} from './build.js';
import {setAppIcon} from './icons.js';

class Item extends GObject.Object {
    static {
        GObject.registerClass({GTypeName: 'GalafSubjectItem'}, this);
    }

    readonly line: SubjectLine;
    readonly words: string;
    /** Of the line: what looks the same is the same row. */
    readonly text: string;

    constructor(line: SubjectLine, text: string) {
        super();
        this.line = line;
        this.text = text;
        this.words = `${line.name} ${line.title} ${line.summary}`.toLowerCase();
    }
}

/** Rows that are made at once: as many as are seen. Gtk.ListView would make two hundred, which stalls the window. */
const FIRST = 16;
/** Rows that follow in each turn. */
const MORE = 8;
/** Rows that go in each turn, and how many there are at most: Gtk.ListView's own limit. */
const FEWER = 50;
const KEPT = 200;
const TURN_MS = 20;

const label = (...classes: string[]): Gtk.Label =>
    new Gtk.Label({xalign: 0, ellipsize: Pango.EllipsizeMode.END, css_classes: classes});

/** Widgets of one visible row. */
class RowParts {
    readonly icon = new Gtk.Image({pixel_size: 32, accessible_role: Gtk.AccessibleRole.PRESENTATION});
    readonly title = label();
    readonly summary = label('dim-label', 'caption');
    readonly tag = new Gtk.Label({css_classes: ['galaf-tag'], valign: Gtk.Align.CENTER});
    readonly box = new Gtk.Box({spacing: 12, css_classes: ['galaf-group-row']});
    #state: SubjectLine['state'] | null = null;

    constructor() {
        const texts = new Gtk.Box({
            orientation: Gtk.Orientation.VERTICAL,
            spacing: 3,
            hexpand: true,
            valign: Gtk.Align.CENTER,
        });
        texts.append(this.title);
        texts.append(this.summary);
        const next = new Gtk.Image({icon_name: 'go-next-symbolic', css_classes: ['dim-label']});
        for (const widget of [this.icon, texts, this.tag, next]) this.box.append(widget);
    }

    /** A row that comes into sight again usually shows something else, and setting a text costs more than looking. */
    show(line: SubjectLine): void {
        setAppIcon(this.icon, line.icon);
        if (this.title.label !== line.title) this.title.label = line.title;
        if (this.summary.label !== line.summary) this.summary.label = line.summary;
        if (line.state === this.#state) return;
        this.#state = line.state;
        const tags = {error: _('Mistake'), recording: _('Recording'), changed: _('Not applied'), '': ''};
        this.tag.label = tags[line.state];
        this.tag.visible = line.state !== '';
        this.tag.css_classes = ['galaf-tag', ...(line.state === 'error' ? ['error'] : [])];
    }
}

export class SubjectList extends Adw.Bin {
    static {
        GObject.registerClass({GTypeName: 'GalafSubjectList'}, this);
    }

    #items: readonly Item[] = [];
    /** Those that the search finds. */
    #matching: readonly Item[] = [];
    /** The first of them: as many as have rows by now. */
    #rows = new Gio.ListStore({item_type: Item.$gtype});
    #turns = 0;
    #stack = new Gtk.Stack();
    #opened: (line: SubjectLine) => void;
    #search = '';
    /** What is searched for as soon as few rows are left; null when that is what is shown. */
    #wanted: string | null = null;

    constructor(opened: (line: SubjectLine) => void) {
        super({vexpand: true});
        this.#opened = opened;
        const view = new Gtk.ListView({
            model: new Gtk.NoSelection({model: this.#rows}),
            factory: this.#factory(),
            single_click_activate: true,
            css_classes: ['galaf-groups'],
            margin_start: 12,
            margin_end: 12,
            margin_bottom: 12,
        });
        name(view, _('Entries'));
        view.connect('activate', (_view, position) => this.#activate(position));
        const clamp = new Adw.ClampScrollable({child: view, maximum_size: 640});
        const scrolled = new Gtk.ScrolledWindow({child: clamp, hscrollbar_policy: Gtk.PolicyType.NEVER});
        this.#stack.add_named(scrolled, 'list');
        this.#stack.add_named(
            emptyPage('system-search-symbolic', _('No Results'), _('Try a different search.')),
            'nothing',
        );
        this.child = this.#stack;
    }

    #factory(): Gtk.SignalListItemFactory {
        const factory = new Gtk.SignalListItemFactory();
        const parts = new WeakMap<Gtk.Widget, RowParts>();
        factory.connect('setup', (_factory, object) => {
            const row = new RowParts();
            parts.set(row.box, row);
            (object as Gtk.ListItem).child = row.box;
        });
        factory.connect('bind', (_factory, object) => {
            const listItem = object as Gtk.ListItem;
            const {line} = listItem.item as Item;
            parts.get(listItem.child)?.show(line);
            listItem.accessible_label = line.title;
            listItem.accessible_description = line.summary;
        });
        return factory;
    }

    #find(): readonly Item[] {
        const words = this.#search.split(/\s+/);
        return this.#items.filter(item => words.every(word => item.words.includes(word)));
    }

    #activate(position: number): void {
        const item = this.#matching[position];
        if (item) this.#opened(item.line);
    }

    activateFirst(): void {
        // Enter may come before the turns are over.
        while (this.#wanted !== null) this.#shrink();
        this.#activate(0);
    }

    set search(text: string) {
        const wanted = text.trim().toLowerCase();
        if (wanted === (this.#wanted ?? this.#search)) return;
        this.#wanted = wanted;
        this.#start();
    }

    /** Rows go and come in turns, so that the window answers in between. */
    #start(): void {
        this.#turns ||= GLib.timeout_add(GLib.PRIORITY_DEFAULT_IDLE, TURN_MS, () => {
            if (this.#wanted === null ? this.#grow() : this.#shrink()) return GLib.SOURCE_CONTINUE;
            this.#turns = 0;
            return GLib.SOURCE_REMOVE;
        });
    }

    #grow(): boolean {
        const count = this.#rows.get_n_items();
        const more = this.#matching.slice(count, count + MORE);
        if (more.length) this.#rows.splice(count, 0, [...more]);
        return count + more.length < this.#matching.length;
    }

    /** Until few rows are left; then the search changes what they show. */
    #shrink(): boolean {
        const count = this.#rows.get_n_items();
        const left = Math.max(FIRST, Math.min(count, KEPT) - FEWER);
        if (count > left) this.#rows.splice(left, count - left, []);
        if (left > FIRST) return true;
        this.#search = this.#wanted ?? '';
        this.#wanted = null;
        this.#show(FIRST);
        return true;
    }

    /** The first rows; those that stay where they are, are left alone. */
    #show(count: number): void {
        this.#matching = this.#find();
        const wanted = this.#matching.slice(0, count);
        const before = this.#rows.get_n_items();
        const both = Math.min(before, wanted.length);
        let start = 0;
        while (start < both && this.#rows.get_item(start) === wanted[start]) start++;
        let end = 0;
        while (end < both - start && this.#rows.get_item(before - 1 - end) === wanted.at(-1 - end)) end++;
        const fresh = wanted.slice(start, wanted.length - end);
        if (fresh.length || before > start + end) this.#rows.splice(start, before - start - end, fresh);
        // Without entries at all the page around it has something better to say.
        this.#stack.visible_child_name = wanted.length ? 'list' : 'nothing';
    }

    override vfunc_map(): void {
        super.vfunc_map();
        this.#start();
    }

    override vfunc_unmap(): void {
        if (this.#turns) GLib.source_remove(this.#turns);
        this.#turns = 0;
        super.vfunc_unmap();
    }

    setLines(lines: readonly SubjectLine[]): void {
        const texts = lines.map(line => JSON.stringify(line));
        if (texts.length === this.#items.length && texts.every((text, i) => text === this.#items[i]!.text))
            return;
        const known = new Map(this.#items.map(item => [item.text, item]));
        this.#items = lines.map((line, i) => known.get(texts[i]!) ?? new Item(line, texts[i]!));
        this.#show(Math.max(FIRST, this.#rows.get_n_items()));
        if (this.get_mapped()) this.#start();
    }
}
