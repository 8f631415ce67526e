/** Menus and their items. */
import * as PopupMenu from 'resource:///org/gnome/shell/ui/popupMenu.js';

/** The menu's own way to add an item; its types forget that the item comes back. */
export function addAction(
    menu: PopupMenu.PopupMenuBase,
    text: string,
    run: () => void,
): PopupMenu.PopupMenuItem {
    return menu.addAction(text, run) as unknown as PopupMenu.PopupMenuItem;
}

/**
 * To be called before a menu, or what is in it, is destroyed. The shell unties handlers by the end of actors; sections and
 * submenus are none, so it would keep them, with all their items, for as long as it runs.
 */
export function release(menu: PopupMenu.PopupMenuBase): void {
    for (const item of menu._getMenuItems())
        if (item instanceof PopupMenu.PopupMenuSection) {
            release(item);
            menu.disconnectObject(item);
            item.disconnectObject(menu);
        } else if (item instanceof PopupMenu.PopupSubMenuMenuItem) {
            release(item.menu);
            item.menu.disconnectObject(menu);
        }
}
