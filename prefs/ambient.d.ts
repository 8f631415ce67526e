/** What GJS and the bundler provide beyond the language. */
import '@girs/gjs';
import '@girs/gjs/ambient';
import '@girs/gjs/dom';
import '@girs/gio-2.0/ambient';
import '@girs/glib-2.0/ambient';
import '@girs/gobject-2.0/ambient';
import '@girs/gdk-4.0/ambient';
import '@girs/gtk-4.0/ambient';
import '@girs/adw-1/ambient';
