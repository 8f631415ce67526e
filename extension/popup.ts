/** Menu items. */
import type * as PopupMenu from 'resource:///org/gnome/shell/ui/popupMenu.js';

/** The menu's own way to add an item; its types forget that the item comes back. */
export function addAction(
    menu: PopupMenu.PopupMenuBase,
    text: string,
    run: () => void,
): PopupMenu.PopupMenuItem {
    return menu.addAction(text, run) as unknown as PopupMenu.PopupMenuItem;
}
