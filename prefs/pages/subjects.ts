/** The list of app groups, or of users and services: search, state, and a way to add one. */
import Adw from 'gi://Adw?version=1';
import Gdk from 'gi://Gdk?version=4.0';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {showNewGroup} from '../dialogs/new-group.js';
import {showNewUser} from '../dialogs/new-user.js';
import {_} from '../i18n.js';
import {type SubjectKind, type SubjectLine, subjectLines} from '../model/groups.js';
import {emptyPage, iconButton, name} from '../widgets/build.js';
import {SubjectList} from '../widgets/subject-list.js';
import {FirstRun} from './first-run.js';
import {GroupPage, UserPage} from './group.js';
import {Page} from './page.js';

export class SubjectsPage extends Page {
    static {
        GObject.registerClass({GTypeName: 'GalafSubjectsPage'}, this);
    }

    #kind: SubjectKind;
    #search: Gtk.SearchEntry;
    #list: SubjectList;
    #stack = new Gtk.Stack();
    #firstRun: FirstRun | null = null;
    #dialogWatch = 0;
    #escape: Gtk.EventController | null = null;

    constructor(app: App, kind: SubjectKind) {
        super(app, kind === 'group' ? _('App Groups') : _('Users & Services'), kind);
        this.#kind = kind;
        this.#search = new Gtk.SearchEntry({
            placeholder_text: kind === 'group' ? _('Search app groups') : _('Search users'),
            hexpand: true,
        });
        name(this.#search, this.#search.placeholder_text ?? '');
        this.#list = new SubjectList(line => this.#open(line));
        // Typed elsewhere, letters get here by themselves; BackSpace and Enter do not in newer versions of GTK.
        this.#search.connect('search-started', () => this.#search.grab_focus());
        this.#search.connect('search-changed', () => this.#filter());
        this.#search.connect('stop-search', () => (this.#search.text = ''));
        this.#search.connect('activate', () => this.#list.activateFirst());
        const label = kind === 'group' ? _('Add App Group') : _('Add User or Service');
        this.header.pack_start(iconButton('list-add-symbolic', label, () => this.#add()));
        this.#build(label);
    }

    #build(label: string): void {
        // Margins inside of the clamp, as those of the list: else the two are not of one width.
        this.#search.margin_start = this.#search.margin_end = 12;
        const top = new Adw.Clamp({child: this.#search, maximum_size: 640, margin_top: 6, margin_bottom: 6});
        const box = new Gtk.Box({orientation: Gtk.Orientation.VERTICAL});
        box.append(top);
        box.append(this.#list);
        const group = this.#kind === 'group';
        const empty = group
            ? emptyPage(
                  'view-app-grid-symbolic',
                  _('No App Groups'),
                  _(
                      'An app group holds what one app may do on the network. Apps without one may do nothing.',
                  ),
              )
            : emptyPage(
                  'system-users-symbolic',
                  _('No Users'),
                  _('System services run as users of their own. Name one here to let it use the network.'),
              );
        const add = new Gtk.Button({
            label,
            css_classes: ['pill', 'suggested-action'],
            halign: Gtk.Align.CENTER,
        });
        add.connect('clicked', () => this.#add());
        empty.child = add;
        this.#stack.add_named(new Adw.Spinner(), 'loading');
        this.#stack.add_named(this.#problem(), 'problem');
        this.#stack.add_named(box, 'list');
        this.#stack.add_named(empty, 'empty');
        this.content = this.#stack;
    }

    #problem(): Adw.StatusPage {
        const page = emptyPage(
            'network-error-symbolic',
            _('No Answer'),
            _('The Galaf service does not answer. It may not be installed, or it may have failed.'),
        );
        const button = new Gtk.Button({
            label: _('Try Again'),
            css_classes: ['pill'],
            halign: Gtk.Align.CENTER,
        });
        button.connect('clicked', () => void this.app.session.refresh());
        page.child = button;
        return page;
    }

    #add(): void {
        if (this.#kind === 'group') showNewGroup(this.app);
        else showNewUser(this.app);
    }

    #open(line: SubjectLine): void {
        this.app.push(
            this.#kind === 'group' ? new GroupPage(this.app, line.name) : new UserPage(this.app, line.name),
        );
    }

    protected override shown(): void {
        this.#dialogWatch = this.app.window.connect('notify::visible-dialog', () => this.#takeKeys(true));
        this.#escape = this.#clearsOnEscape();
        this.app.window.add_controller(this.#escape);
        this.#takeKeys(true);
    }

    protected override hidden(): void {
        this.app.window.disconnect(this.#dialogWatch);
        if (this.#escape) this.app.window.remove_controller(this.#escape);
        this.#escape = null;
        this.#takeKeys(false);
    }

    /** What is typed anywhere in the window searches, also from the sidebar; what is typed into a dialog is the dialog's. */
    #takeKeys(shown: boolean): void {
        const searchable = shown && this.#stack.visible_child_name === 'list';
        const {window} = this.app;
        this.#search.set_key_capture_widget(searchable && !window.visible_dialog ? window : null);
    }

    /** The entry hears of Escape when it has the focus, but in newer versions of GTK not when the key came from elsewhere. */
    #clearsOnEscape(): Gtk.EventController {
        const keys = new Gtk.EventControllerKey();
        keys.connect('key-pressed', (_keys, key) => {
            if (key !== Gdk.KEY_Escape || !this.#search.text || this.app.window.visible_dialog)
                return Gdk.EVENT_PROPAGATE;
            this.#search.text = '';
            return Gdk.EVENT_STOP;
        });
        return keys;
    }

    #filter(): void {
        this.#list.search = this.#search.text;
    }

    protected override sync(): void {
        const {session} = this.app;
        const lines = subjectLines(session.draft, this.#kind);
        this.#list.setLines(lines);
        if (!session.loaded) this.#stack.visible_child_name = session.problem ? 'problem' : 'loading';
        else if (this.#kind === 'group' && !session.hasPolicy) this.#showFirstRun();
        else this.#stack.visible_child_name = lines.length ? 'list' : 'empty';
        this.#takeKeys(true);
    }

    #showFirstRun(): void {
        if (!this.#firstRun) {
            this.#firstRun = new FirstRun(this.app);
            this.#stack.add_named(this.#firstRun, 'first-run');
        }
        this.#stack.visible_child_name = 'first-run';
    }
}
