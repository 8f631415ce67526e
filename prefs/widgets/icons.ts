/** Icons of apps: a theme name or a file, and something neutral when there is neither. */
import Gdk from 'gi://Gdk?version=4.0';
import GLib from 'gi://GLib';
import Gtk from 'gi://Gtk?version=4.0';

const FALLBACK = 'application-x-executable';

export function setAppIcon(image: Gtk.Image, icon: string): void {
    const display = Gdk.Display.get_default();
    const theme = display && Gtk.IconTheme.get_for_display(display);
    if (icon.startsWith('/') && GLib.file_test(icon, GLib.FileTest.EXISTS)) image.set_from_file(icon);
    else if (icon && theme?.has_icon(icon)) image.icon_name = icon;
    else image.icon_name = theme?.has_icon(FALLBACK) ? FALLBACK : `${FALLBACK}-symbolic`;
}
