/** What GNOME Shell provides beyond the language. */
import '@girs/gjs';
import '@girs/gjs/ambient';
import '@girs/gjs/dom';
import '@girs/gnome-shell/ambient';
import '@girs/gnome-shell/extensions/global';
