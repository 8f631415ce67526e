/** What the parser says about the row above. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import {said} from '../i18n.js';
import {name} from './build.js';

export interface Note {
    readonly severity: 'error' | 'warning';
    readonly message: string;
    readonly hint?: string;
}

export class NoteRow extends Adw.PreferencesRow {
    static {
        GObject.registerClass({GTypeName: 'GalafNoteRow'}, this);
    }

    #label = new Gtk.Label({xalign: 0, wrap: true, hexpand: true, css_classes: ['caption']});
    #icon = new Gtk.Image({valign: Gtk.Align.START, accessible_role: Gtk.AccessibleRole.PRESENTATION});

    constructor() {
        super({activatable: false, focusable: false, visible: false});
        const box = new Gtk.Box({spacing: 9, css_classes: ['galaf-error-row']});
        box.append(this.#icon);
        box.append(this.#label);
        this.child = box;
    }

    /** Shows the findings, errors first; hides itself when there is none. */
    say(notes: readonly Note[]): void {
        const errors = notes.filter(({severity}) => severity === 'error');
        const shown = errors.length ? errors : notes;
        this.visible = shown.length > 0;
        const text = shown
            .map(({message, hint}) => (hint ? `${said(message)}\n${said(hint)}` : said(message)))
            .join('\n');
        this.#label.label = text;
        this.#icon.icon_name = errors.length ? 'dialog-error-symbolic' : 'dialog-warning-symbolic';
        const style = errors.length ? 'error' : 'warning';
        this.css_classes = [style];
        name(this, text);
    }

    /** The same, and marks the row that it belongs to. */
    attach(row: Gtk.Widget, notes: readonly Note[]): void {
        this.say(notes);
        const wrong = notes.some(({severity}) => severity === 'error');
        if (wrong) row.add_css_class('error');
        else row.remove_css_class('error');
        row.update_state([Gtk.AccessibleState.INVALID], [Number(wrong)]);
    }
}
