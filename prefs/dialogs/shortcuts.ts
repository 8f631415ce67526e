/** What the keyboard does, in the desktop's own window for it. */
import Gtk from 'gi://Gtk?version=4.0';
import {_} from '../i18n.js';

/** Titles of what has keys, by the action's name. */
const groups = (): readonly (readonly [string, Readonly<Record<string, string>>])[] => [
    [
        _('Changes'),
        {
            'policy.undo': _('Undo'),
            'policy.redo': _('Redo'),
            'policy.review': _('Review'),
            'policy.apply': _('Apply'),
        },
    ],
    [
        _('General'),
        {
            'policy.refresh': _('Refresh'),
            'policy.shortcuts': _('Keyboard Shortcuts'),
            'app.quit': _('Quit'),
        },
    ],
];

/** @param parent its application knows the keys */
export function showShortcuts(parent: Gtk.Window): void {
    const section = new Gtk.ShortcutsSection();
    for (const [title, shortcuts] of groups()) {
        const group = new Gtk.ShortcutsGroup({title});
        for (const [action, what] of Object.entries(shortcuts)) {
            const [accelerator] = parent.application.get_accels_for_action(action);
            if (accelerator) group.add_shortcut(new Gtk.ShortcutsShortcut({title: what, accelerator}));
        }
        section.add_group(group);
    }
    const window = new Gtk.ShortcutsWindow({modal: true, transient_for: parent});
    window.add_section(section);
    window.present();
}
