/** The window: sidebar, pages, and the bar of changes below them. */
import Adw from 'gi://Adw?version=1';
import Gio from 'gi://Gio';
import GObject from 'gi://GObject';
import type {App} from './app.js';
import {ApplyFlow} from './apply-flow.js';
import {ChangeBar} from './change-bar.js';
import {askDiscard, askStop} from './dialogs/questions.js';
import {showShortcuts} from './dialogs/shortcuts.js';
import {_, said} from './i18n.js';
import type {Edit} from '../core/config/edit.js';
import type {Label} from './model/draft.js';
import {isKnown} from './model/groups.js';
import type {Session} from './model/session.js';
import {createPage, GroupPage, type SubjectPage, UserPage} from './pages/index.js';
import {Sidebar} from './sidebar.js';

export class Window extends Adw.ApplicationWindow implements App {
    static {
        GObject.registerClass({GTypeName: 'GalafPreferencesWindow'}, this);
    }

    readonly session: Session;
    #toasts = new Adw.ToastOverlay();
    #split = new Adw.NavigationSplitView({min_sidebar_width: 210, max_sidebar_width: 260});
    #sidebar: Sidebar;
    #bar: ChangeBar;
    #flow: ApplyFlow;
    #section = '';
    #undo: (() => void)[] = [];
    /** Not the window's own actions: GTK puts those on the session bus, where every program of the user could press Apply. */
    #actions = new Gio.SimpleActionGroup();

    constructor(application: Adw.Application, session: Session) {
        super({application, title: _('Galaf Preferences'), default_width: 980, default_height: 700});
        this.session = session;
        this.set_size_request(360, 300);
        this.#flow = new ApplyFlow(this);
        this.#bar = new ChangeBar(session, {
            undo: () => session.draft.undo(),
            redo: () => session.draft.redo(),
            review: () => this.#flow.review(),
            apply: () => void this.#flow.apply(),
            keep: () => void this.#flow.keep(),
            revert: () => void this.#flow.revert(),
            problems: () => this.open('file'),
        });
        this.#sidebar = new Sidebar(session, tag => this.open(tag));
        this.#split.sidebar = this.#sidebar;
        this.#build();
        this.#addActions();
        this.#undo.push(
            session.changed.connect(() => this.#refresh()),
            session.draft.changed.connect(() => this.#refreshActions()),
            session.rebasedOthers.connect(() => this.#sayRebased()),
        );
        this.connect('close-request', () => this.#onClose());
        this.open('groups', false);
        this.#refresh();
    }

    get window(): Adw.ApplicationWindow {
        return this;
    }

    #build(): void {
        // Toasts stay above the bar, whose buttons they would cover.
        this.#toasts.child = this.#split;
        const view = new Adw.ToolbarView({content: this.#toasts});
        view.add_bottom_bar(this.#bar);
        this.content = view;
        const narrow = new Adw.Breakpoint({
            condition: Adw.BreakpointCondition.parse('max-width: 640sp'),
        });
        narrow.add_setter(this.#split, 'collapsed', true as unknown as GObject.Value);
        narrow.connect('apply', () => this.#becomeNarrow(true));
        narrow.connect('unapply', () => this.#becomeNarrow(false));
        this.add_breakpoint(narrow);
    }

    #becomeNarrow(narrow: boolean): void {
        if (narrow) this.add_css_class('galaf-narrow');
        else this.remove_css_class('galaf-narrow');
        this.#bar.narrow = narrow;
    }

    #addActions(): void {
        const add = (name: string, run: () => void, ...accels: string[]) => {
            const action = new Gio.SimpleAction({name});
            action.connect('activate', run);
            this.#actions.add_action(action);
            this.application.set_accels_for_action(`policy.${name}`, accels);
        };
        this.insert_action_group('policy', this.#actions);
        const {draft} = this.session;
        add('undo', () => draft.undo(), '<Control>z');
        add('redo', () => draft.redo(), '<Control><Shift>z');
        add('discard', () => askDiscard(this, () => draft.discard()));
        add('review', () => this.#flow.review(), '<Control><Shift>s');
        add('apply', () => void this.#flow.apply(), '<Control>s');
        add('refresh', () => void this.session.refresh(), '<Control>r');
        add('stop', () => askStop(this, () => void this.#flow.simple('Stop', _('The firewall is stopped'))));
        add('start', () => void this.#flow.simple('Start', _('The firewall is running')));
        add('shortcuts', () => showShortcuts(this), '<Control>question');
    }

    #refresh(): void {
        this.#sidebar.refresh();
        this.#refreshActions();
    }

    #refreshActions(): void {
        const {draft, applying} = this.session;
        const enable = (name: string, enabled: boolean) =>
            ((this.#actions.lookup_action(name) as Gio.SimpleAction).enabled = enabled);
        enable('undo', draft.canUndo && !applying);
        enable('redo', draft.canRedo && !applying);
        enable('discard', draft.canUndo && !applying);
        enable('review', draft.canUndo);
        enable('apply', draft.canUndo && !applying && !draft.errors.length);
        const state = this.session.status?.ok ? this.session.status.value.state : null;
        enable('stop', state === 'enforcing' || state === 'closed' || state === 'paused');
        enable('start', state === 'stopped');
    }

    #sayRebased(): void {
        const lost = this.session.rebased?.lost ?? [];
        if (lost.length) this.#flow.showLost(lost);
        else this.toast(_('The files changed on disk; your changes were put on top'));
    }

    #onClose(): boolean {
        const {draft} = this.session;
        if (draft.canUndo) {
            askDiscard(this, () => {
                draft.discard();
                this.close();
            });
            return true;
        }
        for (const undo of this.#undo.splice(0)) undo();
        this.#bar.destroy();
        return false;
    }

    toast(text: string): void {
        this.#toasts.add_toast(new Adw.Toast({title: text, use_markup: false}));
    }

    edit(label: Label, edits: readonly Edit[], key: string | null = null): boolean {
        try {
            this.session.draft.edit(label, edits, key);
            return true;
        } catch (error) {
            this.toast(error instanceof Error ? said(error.message) : String(error));
            return false;
        }
    }

    get #navigation(): Adw.NavigationView {
        return this.#split.content.child as Adw.NavigationView;
    }

    push(page: Adw.NavigationPage): void {
        this.#navigation.push(page);
    }

    pop(): void {
        this.#navigation.pop();
    }

    open(section: string, show = true): void {
        if (section !== this.#section) {
            this.#section = section;
            const navigation = new Adw.NavigationView();
            const page = createPage(section, this);
            navigation.add(page);
            this.#split.content = new Adw.NavigationPage({title: page.title, child: navigation});
            this.#sidebar.select(section);
        } else
            this.#navigation.pop_to_page(this.#navigation.navigation_stack.get_item(0) as Adw.NavigationPage);
        if (show) this.#split.show_content = true;
    }

    openSubject(subject: string): void {
        this.#openSubject(subject);
    }

    #openSubject(subject: string): SubjectPage {
        const user = subject.startsWith('user:');
        this.open(user ? 'users' : 'groups');
        const page = user ? new UserPage(this, subject.slice('user:'.length)) : new GroupPage(this, subject);
        this.push(page);
        return page;
    }

    /** Opens a group or a user with an endpoint filled in, to be checked and added. */
    propose(subject: string, endpointJson: string): void {
        const show = () => {
            const page = this.#openSubject(subject);
            // A group that is gone; its page says so.
            if (subject.startsWith('user:') || isKnown(this.session.draft, subject))
                page.propose(endpointJson);
        };
        if (this.session.loaded) return show();
        const undo = this.session.changed.connect(() => {
            if (!this.session.loaded) return;
            undo();
            show();
        });
    }
}
