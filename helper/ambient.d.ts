/** What GJS provides beyond the language. */
import '@girs/gjs';
import '@girs/gjs/ambient';
import '@girs/gjs/dom';
import '@girs/gio-2.0/ambient';
import '@girs/glib-2.0/ambient';
