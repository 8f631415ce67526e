/** Files of this machine as its user may read them; what is not there, or not theirs to read, is empty. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import type {MachineFiles} from '../../core/machine/gather.js';

function text(path: string): string {
    try {
        return new TextDecoder().decode(GLib.file_get_contents(path)[1]);
    } catch {
        return '';
    }
}

function names(folder: string): string[] {
    if (!GLib.file_test(folder, GLib.FileTest.IS_DIR)) return [];
    const children = Gio.File.new_for_path(folder).enumerate_children('standard::name', 0, null);
    const found: string[] = [];
    for (let info = children.next_file(null); info; info = children.next_file(null))
        found.push(info.get_name());
    return found.sort();
}

export const FILES: MachineFiles = {text, names};
