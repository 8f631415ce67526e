/** Reading what others wrote, for the helper and for clients of it, which may not read everything. */
import GLib from 'gi://GLib';
import type {MachineFiles} from '../core/machine/gather.js';

const isFolder = (path: string): boolean => GLib.file_test(path, GLib.FileTest.IS_DIR);

/** Names in a folder, sorted; none when there is no such folder. */
export function names(path: string): string[] {
    if (!isFolder(path)) return [];
    const folder = GLib.Dir.open(path, 0);
    const found: string[] = [];
    for (let name = folder.read_name(); name !== null; name = folder.read_name()) found.push(name);
    return found.sort();
}

/** Text of a file; whatever is not UTF-8 is replaced. Throws when it cannot be read. */
export const textOf = (path: string): string => new TextDecoder().decode(GLib.file_get_contents(path)[1]);

function unless<T>(fallback: T, look: () => T): T {
    try {
        return look();
    } catch {
        return fallback;
    }
}

/** To who may not read a file or folder, such as a private apt source, it is as good as not there. */
export const READABLE: MachineFiles = {
    text: path => unless('', () => textOf(path)),
    names: folder => unless([], () => names(folder)),
};
