/** The bar below the pages: changes to review and apply, an apply that runs, or a trial that counts down. */
import Adw from 'gi://Adw?version=1';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import Pango from 'gi://Pango';
import {_, fill, ngettext} from './i18n.js';
import type {Session} from './model/session.js';
import {iconButton} from './widgets/build.js';

export interface BarActions {
    undo(): void;
    redo(): void;
    review(): void;
    apply(): void;
    keep(): void;
    revert(): void;
    problems(): void;
}

const label = (...classes: string[]): Gtk.Label =>
    new Gtk.Label({xalign: 0, hexpand: true, ellipsize: Pango.EllipsizeMode.END, css_classes: classes});

function button(text: string, clicked: () => void, ...classes: string[]): Gtk.Button {
    const widget = new Gtk.Button({label: text, css_classes: classes, valign: Gtk.Align.CENTER});
    widget.connect('clicked', clicked);
    return widget;
}

export class ChangeBar extends Adw.Bin {
    static {
        GObject.registerClass({GTypeName: 'GalafChangeBar'}, this);
    }

    #session: Session;
    #stack = new Gtk.Stack({vhomogeneous: true, hhomogeneous: false});
    #revealer = new Gtk.Revealer({transition_type: Gtk.RevealerTransitionType.SLIDE_UP});
    #count = label('heading');
    #problem: Gtk.Button;
    #undoButton: Gtk.Button;
    #redoButton: Gtk.Button;
    #reviewButton: Gtk.Button;
    #applyButton: Gtk.Button;
    #progress = label();
    #fraction = new Gtk.ProgressBar({valign: Gtk.Align.CENTER, visible: false});
    #left = label('heading', 'numeric');
    #narrow = false;
    #tick = 0;
    #disconnect: (() => void)[];

    constructor(session: Session, actions: BarActions) {
        super();
        this.#session = session;
        this.#undoButton = iconButton('edit-undo-symbolic', _('Undo'), () => actions.undo(), 'flat');
        this.#redoButton = iconButton('edit-redo-symbolic', _('Redo'), () => actions.redo(), 'flat');
        this.#problem = button('', () => actions.problems(), 'flat', 'error');
        this.#problem.can_shrink = true;
        this.#applyButton = button(_('_Apply'), () => actions.apply(), 'suggested-action');
        this.#applyButton.use_underline = true;
        this.#reviewButton = button(_('_Review'), () => actions.review());
        this.#reviewButton.use_underline = true;
        this.#add(
            'changes',
            this.#undoButton,
            this.#redoButton,
            this.#count,
            this.#problem,
            this.#reviewButton,
            this.#applyButton,
        );
        this.#add('applying', new Adw.Spinner(), this.#progress, this.#fraction);
        this.#add(
            'trial',
            new Gtk.Image({icon_name: 'alarm-symbolic'}),
            this.#left,
            button(_('Revert'), () => actions.revert()),
            button(_('Keep'), () => actions.keep(), 'suggested-action'),
        );
        this.#revealer.child = this.#stack;
        this.child = this.#revealer;
        this.#disconnect = [
            session.changed.connect(() => this.refresh()),
            session.draft.changed.connect(() => this.refresh()),
            session.helper.progressed.connect(() => this.#showProgress()),
        ];
        this.refresh();
    }

    destroy(): void {
        for (const undo of this.#disconnect.splice(0)) undo();
        this.#stopTicking();
    }

    #add(page: string, ...widgets: Gtk.Widget[]): void {
        const box = new Gtk.Box({spacing: 6, css_classes: ['galaf-bar']});
        for (const widget of widgets) box.append(widget);
        this.#stack.add_named(box, page);
    }

    /** Where there is no room for both, mistakes matter more than the number of changes. */
    set narrow(narrow: boolean) {
        this.#narrow = narrow;
        this.#showChanges();
    }

    refresh(): void {
        const {draft, applying, trial} = this.#session;
        const page = applying
            ? 'applying'
            : trial
              ? 'trial'
              : draft.canUndo || draft.canRedo
                ? 'changes'
                : null;
        this.#revealer.reveal_child = page !== null;
        if (page) this.#stack.visible_child_name = page;
        this.#showChanges();
        this.#showProgress();
        if (trial) this.#startTicking();
        else this.#stopTicking();
    }

    #showChanges(): void {
        const {draft} = this.#session;
        const count = draft.steps.length;
        this.#count.label = count
            ? fill(ngettext('{count} change', '{count} changes', count), {count})
            : _('No changes');
        this.#undoButton.sensitive = draft.canUndo;
        this.#redoButton.sensitive = draft.canRedo;
        const errors = draft.errors.length;
        this.#problem.visible = errors > 0;
        this.#count.visible = !errors || !this.#narrow;
        this.#problem.hexpand = !this.#count.visible;
        this.#problem.label = fill(ngettext('{count} mistake', '{count} mistakes', errors), {count: errors});
        this.#reviewButton.sensitive = count > 0;
        this.#applyButton.sensitive = count > 0 && errors === 0;
    }

    #showProgress(): void {
        const note = this.#session.helper.progress;
        this.#progress.label = note?.text || _('Applying…');
        this.#fraction.visible = !!note?.total;
        if (note?.total) this.#fraction.fraction = note.done / note.total;
    }

    #startTicking(): void {
        this.#showLeft();
        this.#tick ||= GLib.timeout_add_seconds(GLib.PRIORITY_DEFAULT, 1, () => {
            this.#showLeft();
            // The helper says so with a signal; a lost one must not leave the bar standing.
            if (this.#session.secondsLeft === 0) void this.#session.refresh();
            return GLib.SOURCE_CONTINUE;
        });
    }

    #stopTicking(): void {
        if (this.#tick) GLib.source_remove(this.#tick);
        this.#tick = 0;
    }

    #showLeft(): void {
        const seconds = this.#session.secondsLeft;
        this.#left.label = fill(
            ngettext('On trial: {seconds} second left', 'On trial: {seconds} seconds left', seconds),
            {seconds},
        );
    }
}
