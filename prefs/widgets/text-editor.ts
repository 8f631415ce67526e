/** A text view for JSON: GtkSourceView where it is installed, a plain one otherwise. Lines with findings are marked. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import type {Diagnostic} from '../../core/config/types.js';
import {_} from '../i18n.js';
import {name} from './build.js';
import {createSourceView, markLines} from './source-view.js';

export class TextEditor extends Adw.Bin {
    static {
        GObject.registerClass({GTypeName: 'GalafTextEditor'}, this);
    }

    onTyped: () => void = () => {};
    #view: Gtk.TextView;
    #buffer: Gtk.TextBuffer;
    #setting = false;

    constructor() {
        super({vexpand: true});
        this.#view = createSourceView() ?? new Gtk.TextView();
        this.#view.set({
            monospace: true,
            wrap_mode: Gtk.WrapMode.WORD_CHAR,
            top_margin: 9,
            bottom_margin: 9,
            left_margin: 9,
            right_margin: 9,
        });
        name(this.#view, _('Text of the configuration file'));
        this.#buffer = this.#view.buffer;
        for (const [tag, color] of [
            ['error', '#e01b24'],
            ['warning', '#e5a50a'],
        ] as const)
            this.#buffer.tag_table.add(
                new Gtk.TextTag({name: tag, underline: 4, paragraph_background: `${color}22`}),
            );
        this.#buffer.connect('changed', () => {
            if (!this.#setting) this.onTyped();
        });
        this.child = new Gtk.ScrolledWindow({child: this.#view});
    }

    get text(): string {
        const {start, end} = this.#bounds;
        return this.#buffer.get_text(start, end, true);
    }

    /** Replaces the text, unless it is there already: the cursor stays while somebody types. */
    set text(text: string) {
        if (text === this.text) return;
        this.#setting = true;
        this.#buffer.text = text;
        this.#setting = false;
    }

    get #bounds(): {start: Gtk.TextIter; end: Gtk.TextIter} {
        const [start, end] = this.#buffer.get_bounds();
        return {start, end};
    }

    /** Lines and columns count from 1. */
    goTo(line: number, column: number): void {
        const [, iter] = this.#buffer.get_iter_at_line_offset(line - 1, Math.max(0, column - 1));
        this.#buffer.place_cursor(iter);
        this.#view.scroll_to_iter(iter, 0.1, true, 0, 0.3);
        this.#view.grab_focus();
    }

    mark(findings: readonly Diagnostic[]): void {
        const {start, end} = this.#bounds;
        for (const tag of ['error', 'warning']) this.#buffer.remove_tag_by_name(tag, start, end);
        for (const {line, severity} of findings) {
            if (line < 1) continue;
            const [, from] = this.#buffer.get_iter_at_line(line - 1);
            const to = from.copy();
            to.forward_to_line_end();
            this.#buffer.apply_tag_by_name(severity, from, to);
        }
        markLines(this.#buffer, findings);
    }
}
