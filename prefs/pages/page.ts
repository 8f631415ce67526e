/** What pages have in common: a header bar, and being told of changes only while they are shown. */
import Adw from 'gi://Adw?version=1';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import type Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {_} from '../i18n.js';

export class Page extends Adw.NavigationPage {
    static {
        GObject.registerClass({GTypeName: 'GalafPage'}, this);
    }

    protected readonly app: App;
    protected readonly header = new Adw.HeaderBar();
    protected readonly view = new Adw.ToolbarView();
    #banner = new Adw.Banner({button_label: _('Try Again')});
    #undo: (() => void)[] = [];
    #idle = 0;

    constructor(app: App, title: string, tag?: string) {
        super({title, ...(tag ? {tag} : {})});
        this.app = app;
        this.view.add_top_bar(this.header);
        this.view.add_top_bar(this.#banner);
        this.#banner.connect('button-clicked', () => void app.session.refresh());
        this.child = this.view;
        this.connect('map', () => this.#start());
        this.connect('unmap', () => this.#stop());
    }

    protected set content(widget: Gtk.Widget) {
        this.view.content = widget;
    }

    #start(): void {
        const {session} = this.app;
        this.#undo.push(
            session.draft.changed.connect(() => this.#schedule()),
            session.changed.connect(() => this.#schedule()),
        );
        this.shown();
        this.#refresh();
    }

    /** Several changes in a row, such as draft and status after a read, are shown once. */
    #schedule(): void {
        this.#idle ||= GLib.idle_add(GLib.PRIORITY_HIGH_IDLE, () => {
            this.#idle = 0;
            this.#refresh();
            return GLib.SOURCE_REMOVE;
        });
    }

    #stop(): void {
        if (this.#idle) GLib.source_remove(this.#idle);
        this.#idle = 0;
        for (const undo of this.#undo.splice(0)) undo();
        this.hidden();
    }

    #refresh(): void {
        const {loaded, problem} = this.app.session;
        // Before the first answer the whole page says so.
        this.#banner.revealed = problem !== null && loaded;
        this.#banner.title =
            problem?.code === 'Unavailable'
                ? _('The Galaf service does not answer. Your changes are kept.')
                : (problem?.message.split('\n')[0] ?? '');
        this.sync();
    }

    /** Called each time the page comes up; asks the helper for what it shows. */
    protected shown(): void {}

    protected hidden(): void {}

    /** Brings the widgets in line with the draft and the status. */
    protected sync(): void {}
}
