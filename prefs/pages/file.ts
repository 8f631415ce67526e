/** The files as text, with what the parser says about them. */
import Adw from 'gi://Adw?version=1';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {_, fill, said} from '../i18n.js';
import {name, plain} from '../widgets/build.js';
import {TextEditor} from '../widgets/text-editor.js';
import {Page} from './page.js';
import type {Diagnostic} from '../../core/config/types.js';

const MAIN = 'galaf.json';
/** Long enough that typing stays smooth. */
const PAUSE_MS = 300;

export class FilePage extends Page {
    static {
        GObject.registerClass({GTypeName: 'GalafFilePage'}, this);
    }

    #editor = new TextEditor();
    #files = new Gtk.DropDown({tooltip_text: _('File')});
    #names: string[] = [];
    #list = new Gtk.ListBox({css_classes: ['navigation-sidebar'], selection_mode: Gtk.SelectionMode.NONE});
    #findings: Gtk.ScrolledWindow;
    #shown: readonly Diagnostic[] = [];
    #timer = 0;
    #syncing = false;

    constructor(app: App) {
        super(app, _('Configuration File'), 'file');
        name(this.#files, _('File'));
        name(this.#list, _('Findings'));
        this.header.pack_start(this.#files);
        this.#findings = new Gtk.ScrolledWindow({
            child: this.#list,
            max_content_height: 160,
            propagate_natural_height: true,
            hscrollbar_policy: Gtk.PolicyType.NEVER,
        });
        const box = new Gtk.Box({orientation: Gtk.Orientation.VERTICAL});
        box.append(this.#editor);
        box.append(this.#findings);
        this.content = box;
        this.#editor.onTyped = () => this.#later();
        this.#files.connect('notify::selected', () => {
            if (!this.#syncing) this.#showText();
        });
        this.#list.connect('row-activated', (_list, row) => {
            const found = this.#shown[row.get_index()];
            if (found) this.#editor.goTo(found.line, found.column);
        });
    }

    get #file(): string {
        return this.#names[this.#files.selected] ?? this.#names[0] ?? MAIN;
    }

    #later(): void {
        if (this.#timer) GLib.source_remove(this.#timer);
        this.#timer = GLib.timeout_add(GLib.PRIORITY_DEFAULT, PAUSE_MS, () => {
            this.#timer = 0;
            this.#take();
            return GLib.SOURCE_REMOVE;
        });
    }

    #take(): void {
        const file = this.#file;
        this.app.session.draft.write(fill(_('Text of {file}'), {file}), file, this.#editor.text);
    }

    protected override hidden(): void {
        if (!this.#timer) return;
        GLib.source_remove(this.#timer);
        this.#timer = 0;
        this.#take();
    }

    protected override sync(): void {
        const names = this.app.session.draft.sources.map(source => source.name);
        const wanted = names.length ? names : [MAIN];
        if (wanted.join('\n') !== this.#names.join('\n')) {
            this.#syncing = true;
            this.#names = wanted;
            this.#files.model = Gtk.StringList.new(wanted.map(file => file.replace('/etc/galaf/', '')));
            this.#syncing = false;
        }
        this.#files.visible = wanted.length > 1;
        this.#showText();
        this.#showFindings();
    }

    #showText(): void {
        if (this.#timer) return;
        const source = this.app.session.draft.sources.find(one => one.name === this.#file);
        this.#editor.text = source?.text ?? '';
    }

    #showFindings(): void {
        const all = this.app.session.draft.parsed.diagnostics.filter(({file}) => file === this.#file);
        this.#shown = all;
        this.#list.remove_all();
        this.#findings.visible = all.length > 0;
        for (const {severity, line, message, hint} of all) {
            const row = new Adw.ActionRow({
                title: fill(_('Line {line}: {message}'), {line, message: said(message)}),
                subtitle: said(hint ?? ''),
                activatable: true,
                title_lines: 2,
                ...plain,
            });
            const icon = severity === 'error' ? 'dialog-error-symbolic' : 'dialog-warning-symbolic';
            row.add_prefix(new Gtk.Image({icon_name: icon, css_classes: [severity]}));
            this.#list.append(row);
        }
        this.#editor.mark(all);
    }
}
