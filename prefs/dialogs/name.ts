/** Asks for the name of a new entry; the parser says whether it may be called so. */
import Adw from 'gi://Adw?version=1';
import {parseConfig} from '../../core/config/parse.js';
import type {Diagnostic} from '../../core/config/types.js';
import type {App} from '../app.js';
import {_, fill} from '../i18n.js';
import {readRaw} from '../model/raw.js';
import {plain} from '../widgets/build.js';
import {NoteRow, type Note} from '../widgets/note-row.js';
import Gtk from 'gi://Gtk?version=4.0';

export interface NameQuestion {
    readonly section: 'groups' | 'users' | 'inbound';
    readonly title: string;
    readonly label: string;
    readonly initial?: string;
    readonly verb?: string;
    readonly completions?: readonly string[];
}

/** An entry that is complete, so that only its name can be wrong. */
const ENTRY = {groups: {}, users: {}, inbound: {ports: 'any'}};

function findings(section: NameQuestion['section'], name: string): readonly Diagnostic[] {
    const text = JSON.stringify({[section]: {[name]: ENTRY[section]}});
    return parseConfig([{name: 'galaf.json', text}]).diagnostics.filter(({severity}) => severity === 'error');
}

export function askName(app: App, question: NameQuestion, done: (name: string) => boolean): void {
    const {section, title, label, initial = '', verb = _('_Add')} = question;
    const entry = new Adw.EntryRow({title: label, activates_default: true, text: initial, ...plain});
    const note = new NoteRow();
    const group = new Adw.PreferencesGroup();
    group.add(entry);
    group.add(note);
    const dialog = new Adw.AlertDialog({heading: title, extra_child: group});
    dialog.add_response('cancel', _('_Cancel'));
    dialog.add_response('yes', verb);
    dialog.set_response_appearance('yes', Adw.ResponseAppearance.SUGGESTED);
    dialog.default_response = 'yes';
    dialog.focus_widget = entry;
    const taken = new Set(
        ['groups', 'users', 'inbound'].flatMap(one =>
            (section === 'inbound') === (one === 'inbound')
                ? readRaw(app.session.draft.sources, one).map(({name}) => name)
                : [],
        ),
    );
    const check = () => {
        const name = entry.text.trim();
        const notes: Note[] = taken.has(name)
            ? [{severity: 'error', message: fill(_('“{name}” exists already'), {name})}]
            : name
              ? [...findings(section, name)]
              : [];
        note.attach(entry, notes);
        dialog.set_response_enabled('yes', name !== '' && !notes.length && name !== initial);
    };
    entry.connect('changed', check);
    check();
    dialog.connect('response', (_dialog, response) => {
        if (response === 'yes') done(entry.text.trim());
    });
    dialog.present(app.window);
    if (question.completions?.length) entry.add_suffix(completionButton(question.completions, entry));
}

/** A list to choose from beside the entry. */
function completionButton(names: readonly string[], entry: Adw.EntryRow): Gtk.MenuButton {
    const list = new Gtk.ListBox({
        css_classes: ['navigation-sidebar'],
        selection_mode: Gtk.SelectionMode.NONE,
    });
    for (const name of names) {
        const row = new Gtk.ListBoxRow({
            child: new Gtk.Label({label: name, xalign: 0}),
            name,
            accessible_role: Gtk.AccessibleRole.BUTTON,
        });
        list.append(row);
    }
    const popover = new Gtk.Popover({
        child: new Gtk.ScrolledWindow({
            child: list,
            max_content_height: 260,
            propagate_natural_height: true,
            min_content_width: 180,
        }),
        css_classes: ['menu'],
    });
    list.connect('row-activated', (_list, row) => {
        entry.text = row.name;
        popover.popdown();
    });
    return new Gtk.MenuButton({
        icon_name: 'pan-down-symbolic',
        popover,
        valign: Gtk.Align.CENTER,
        css_classes: ['flat'],
        tooltip_text: _('Choose'),
    });
}
