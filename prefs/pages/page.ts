/** What pages have in common: a header bar, and being told of changes only while they are shown. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import type Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';

export class Page extends Adw.NavigationPage {
    static {
        GObject.registerClass({GTypeName: 'GalafPage'}, this);
    }

    protected readonly app: App;
    protected readonly header = new Adw.HeaderBar();
    protected readonly view = new Adw.ToolbarView();
    #undo: (() => void)[] = [];

    constructor(app: App, title: string, tag?: string) {
        super({title, ...(tag ? {tag} : {})});
        this.app = app;
        this.view.add_top_bar(this.header);
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
            session.draft.changed.connect(() => this.sync()),
            session.changed.connect(() => this.sync()),
        );
        this.shown();
        this.sync();
    }

    #stop(): void {
        for (const undo of this.#undo.splice(0)) undo();
        this.hidden();
    }

    /** Called each time the page comes up; asks the helper for what it shows. */
    protected shown(): void {}

    protected hidden(): void {}

    /** Brings the widgets in line with the draft and the status. */
    protected sync(): void {}
}
