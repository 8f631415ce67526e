/** Icons of apps: a theme name or a file, and something neutral when there is neither. */
import Gdk from 'gi://Gdk?version=4.0';
import GLib from 'gi://GLib';
import Gtk from 'gi://Gtk?version=4.0';

/** By what was asked for: the theme is slow to look through, and lists ask for every row that comes into sight. */
const known = new Map<string, string>();
let watching = false;

const FALLBACK = 'application-x-executable';

export function setAppIcon(image: Gtk.Image, icon: string): void {
    const display = Gdk.Display.get_default();
    const theme = display && Gtk.IconTheme.get_for_display(display);
    if (icon.startsWith('/') && GLib.file_test(icon, GLib.FileTest.EXISTS)) image.set_from_file(icon);
    else image.icon_name = known.get(icon) ?? remember(icon, theme);
}

function remember(icon: string, theme: Gtk.IconTheme | null): string {
    const fallback = theme?.has_icon(FALLBACK) ? FALLBACK : `${FALLBACK}-symbolic`;
    const name = icon && theme?.has_icon(icon) ? icon : fallback;
    if (!watching) theme?.connect('changed', () => known.clear());
    watching = true;
    known.set(icon, name);
    return name;
}
