/** Small helpers that keep page code readable. */
import Adw from 'gi://Adw?version=1';
import Gtk from 'gi://Gtk?version=4.0';

/** Name and description for assistive technology, of widgets without a visible text of their own. */
export function name(widget: Gtk.Accessible, label: string, description?: string): void {
    widget.update_property([Gtk.AccessibleProperty.LABEL], [label]);
    if (description !== undefined)
        widget.update_property([Gtk.AccessibleProperty.DESCRIPTION], [description]);
}

/** An icon button with tooltip and accessible name. */
export function iconButton(
    icon: string,
    tooltip: string,
    clicked: () => void,
    ...classes: string[]
): Gtk.Button {
    const button = new Gtk.Button({
        icon_name: icon,
        tooltip_text: tooltip,
        valign: Gtk.Align.CENTER,
        css_classes: classes,
    });
    name(button, tooltip);
    button.connect('clicked', clicked);
    return button;
}

export interface PageParts {
    readonly title: string;
    readonly tag?: string;
    readonly content: Gtk.Widget;
    readonly start?: readonly Gtk.Widget[];
    readonly end?: readonly Gtk.Widget[];
}

/** A navigation page with a header bar. */
export function navigationPage({title, tag, content, start = [], end = []}: PageParts): Adw.NavigationPage {
    const header = new Adw.HeaderBar();
    for (const widget of start) header.pack_start(widget);
    for (const widget of end) header.pack_end(widget);
    const view = new Adw.ToolbarView({content});
    view.add_top_bar(header);
    return new Adw.NavigationPage({title, child: view, ...(tag ? {tag} : {})});
}

/** Removes every row that `add` put into a preferences group. */
export class Rows {
    #rows: Gtk.Widget[] = [];

    constructor(readonly group: Adw.PreferencesGroup) {}

    add<T extends Gtk.Widget>(row: T): T {
        this.group.add(row);
        this.#rows.push(row);
        return row;
    }

    clear(): void {
        for (const row of this.#rows.splice(0)) this.group.remove(row);
    }
}

/** Titles and subtitles are markup in libadwaita; ours never are. */
export const plain = {use_markup: false} as const;

/** A page that says in one line why it is empty. */
export const emptyPage = (icon: string, title: string, description: string): Adw.StatusPage =>
    new Adw.StatusPage({icon_name: icon, title, description, vexpand: true});

/** So long it can take until a dialog has become a sheet, which gives the focus to its first button. */
const SETTLING_FRAMES = 30;

/** Shows a dialog with the focus where one types, in a narrow window, too, where it is a sheet at the bottom. */
export function presentAt(dialog: Adw.Dialog, parent: Gtk.Widget, focus: Gtk.Widget): void {
    dialog.focus_widget = focus;
    dialog.present(parent);
    let frames = 0;
    // In frames, not in seconds: a busy machine takes longer for both.
    dialog.add_tick_callback(() => {
        if (!(focus.get_state_flags() & Gtk.StateFlags.FOCUS_WITHIN)) focus.grab_focus();
        return ++frames < SETTLING_FRAMES;
    });
}
