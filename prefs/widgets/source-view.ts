/** GtkSourceView, when the machine has it. */
import Adw from 'gi://Adw?version=1';
import type Gtk from 'gi://Gtk?version=4.0';

/** What we use of it; there is no dependency on the package, so none on its types either. */
interface SourceModule {
    View: new (properties: object) => Gtk.TextView;
    Buffer: new (properties: object) => Gtk.TextBuffer & {style_scheme: unknown};
    LanguageManager: {get_default(): {get_language(id: string): unknown}};
    StyleSchemeManager: {get_default(): {get_scheme(id: string): unknown}};
}

let source: SourceModule | null = null;

/** Starts with the app, so that it is there when somebody opens the editor; a missing library is no error. */
export async function loadSourceView(): Promise<void> {
    try {
        source = ((await import('gi://GtkSource?version=5')) as unknown as {default: SourceModule}).default;
    } catch {
        source = null;
    }
}

export function createSourceView(): Gtk.TextView | null {
    if (!source) return null;
    const language = source.LanguageManager.get_default().get_language('json');
    const buffer = new source.Buffer({language, highlight_syntax: true});
    const manager = Adw.StyleManager.get_default();
    const paint = () => {
        const id = manager.dark ? 'Adwaita-dark' : 'Adwaita';
        buffer.style_scheme = source?.StyleSchemeManager.get_default().get_scheme(id);
    };
    manager.connect('notify::dark', paint);
    paint();
    return new source.View({
        buffer,
        show_line_numbers: true,
        highlight_current_line: true,
        auto_indent: true,
        tab_width: 4,
        insert_spaces_instead_of_tabs: true,
    });
}
