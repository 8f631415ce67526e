/** A list of app groups or users that stays quick with hundreds of them: only what is seen has widgets. */
import Adw from 'gi://Adw?version=1';
import Gio from 'gi://Gio';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import Pango from 'gi://Pango';
import {_} from '../i18n.js';
import type {SubjectLine} from '../model/groups.js';
import {name} from './build.js';
import {setAppIcon} from './icons.js';

class Item extends GObject.Object {
    static {
        GObject.registerClass({GTypeName: 'GalafSubjectItem'}, this);
    }

    readonly line: SubjectLine;
    readonly words: string;

    constructor(line: SubjectLine) {
        super();
        this.line = line;
        this.words = `${line.name} ${line.title} ${line.summary}`.toLowerCase();
    }
}

const label = (...classes: string[]): Gtk.Label =>
    new Gtk.Label({xalign: 0, ellipsize: Pango.EllipsizeMode.END, css_classes: classes});

/** Widgets of one visible row. */
class RowParts {
    readonly icon = new Gtk.Image({pixel_size: 32, accessible_role: Gtk.AccessibleRole.PRESENTATION});
    readonly title = label();
    readonly summary = label('dim-label', 'caption');
    readonly tag = new Gtk.Label({css_classes: ['galaf-tag'], valign: Gtk.Align.CENTER});
    readonly box = new Gtk.Box({spacing: 12, css_classes: ['galaf-group-row']});

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

    show(line: SubjectLine): void {
        setAppIcon(this.icon, line.icon);
        this.title.label = line.title;
        this.summary.label = line.summary;
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

    #store = new Gio.ListStore({item_type: Item.$gtype});
    #filter = new Gtk.CustomFilter();
    #filtered = new Gtk.FilterListModel({model: this.#store, filter: this.#filter});
    #opened: (line: SubjectLine) => void;
    #search = '';
    #shown = '';

    constructor(opened: (line: SubjectLine) => void) {
        super({vexpand: true});
        this.#opened = opened;
        this.#filter.set_filter_func(item => this.#matches(item as Item));
        const view = new Gtk.ListView({
            model: new Gtk.NoSelection({model: this.#filtered}),
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
        this.child = new Gtk.ScrolledWindow({child: clamp, hscrollbar_policy: Gtk.PolicyType.NEVER});
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

    #matches({words}: Item): boolean {
        return this.#search.split(/\s+/).every(word => words.includes(word));
    }

    #activate(position: number): void {
        const item = this.#filtered.get_item(position) as Item | null;
        if (item) this.#opened(item.line);
    }

    activateFirst(): void {
        this.#activate(0);
    }

    set search(text: string) {
        this.#search = text.trim().toLowerCase();
        this.#filter.changed(Gtk.FilterChange.DIFFERENT);
    }

    setLines(lines: readonly SubjectLine[]): void {
        const text = JSON.stringify(lines);
        if (text === this.#shown) return;
        this.#shown = text;
        const old = this.#store.get_n_items();
        this.#store.splice(
            0,
            old,
            lines.map(line => new Item(line)),
        );
    }
}
