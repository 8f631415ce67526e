/** GtkSourceView, when the machine has it. */
import Adw from 'gi://Adw?version=1';
import type Gtk from 'gi://Gtk?version=4.0';

/** A line in the margin is marked by category. */
interface SourceBuffer extends Gtk.TextBuffer {
    style_scheme: unknown;
    create_source_mark(name: null, category: string, where: Gtk.TextIter): unknown;
    remove_source_marks(start: Gtk.TextIter, end: Gtk.TextIter, category: string): void;
}

interface SourceView extends Gtk.TextView {
    set_mark_attributes(category: string, attributes: object, priority: number): void;
}

/** What we use of it; there is no dependency on the package, so none on its types either. */
interface SourceModule {
    View: new (properties: object) => SourceView;
    Buffer: new (properties: object) => SourceBuffer;
    MarkAttributes: new (properties: object) => object;
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
    // Its JSON takes comments for mistakes; as JavaScript they are comments.
    const language = source.LanguageManager.get_default().get_language('js');
    const buffer = new source.Buffer({language, highlight_syntax: true});
    const manager = Adw.StyleManager.get_default();
    const paint = () => {
        const id = manager.dark ? 'Adwaita-dark' : 'Adwaita';
        buffer.style_scheme = source?.StyleSchemeManager.get_default().get_scheme(id);
    };
    manager.connect('notify::dark', paint);
    paint();
    const view = new source.View({
        buffer,
        show_line_numbers: true,
        show_line_marks: true,
        highlight_current_line: true,
        auto_indent: true,
        tab_width: 4,
        insert_spaces_instead_of_tabs: true,
    });
    for (const [category, icon_name] of [
        ['error', 'dialog-error-symbolic'],
        ['warning', 'dialog-warning-symbolic'],
    ] as const)
        view.set_mark_attributes(category, new source.MarkAttributes({icon_name}), 1);
    return view;
}

/** Icons in the margin beside these lines; nothing in a plain text view. */
export function markLines(
    buffer: Gtk.TextBuffer,
    lines: readonly {readonly line: number; readonly severity: string}[],
): void {
    if (!source || !(buffer instanceof (source.Buffer as unknown as typeof Gtk.TextBuffer))) return;
    const marked = buffer as unknown as SourceBuffer;
    const [start, end] = marked.get_bounds();
    for (const category of ['error', 'warning']) marked.remove_source_marks(start, end, category);
    for (const {line, severity} of lines)
        if (line > 0) marked.create_source_mark(null, severity, marked.get_iter_at_line(line - 1)[1]);
}
