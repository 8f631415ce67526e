/** Files and folders. Whole files appear at once: a temporary file, synced, then renamed over the old one. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import {names, textOf} from './reading.js';

export {names};

const decoder = new TextDecoder('utf-8', {fatal: true});

export const exists = (path: string): boolean => GLib.file_test(path, GLib.FileTest.EXISTS);
const isLink = (path: string): boolean => GLib.file_test(path, GLib.FileTest.IS_SYMLINK);

/** Text of a file that must be there. Throws when it is not, or not UTF-8. */
export function readText(path: string): string {
    const [, bytes] = GLib.file_get_contents(path);
    return decoder.decode(bytes);
}

/** Text of a file; null when there is none. Throws when it is not UTF-8. */
export function read(path: string): string | null {
    return exists(path) ? readText(path) : null;
}

/** Text of a file that others write; empty when there is none, and whatever is not UTF-8 is replaced. */
export function readLossy(path: string): string {
    return exists(path) ? textOf(path) : '';
}

/** Replaces a file, durably. */
export function write(path: string, text: string, mode = 0o644): void {
    GLib.file_set_contents_full(
        path,
        new TextEncoder().encode(text),
        GLib.FileSetContentsFlags.CONSISTENT | GLib.FileSetContentsFlags.DURABLE,
        mode,
    );
}

/** Writes a new file without waiting for the disk; the caller syncs the whole folder. */
export function writeLater(path: string, text: string): void {
    GLib.file_set_contents_full(path, new TextEncoder().encode(text), GLib.FileSetContentsFlags.NONE, 0o644);
}

export function makeFolder(path: string): void {
    if (GLib.mkdir_with_parents(path, 0o755) !== 0) throw new Error(`cannot make ${path}`);
}

/** Moves a file or folder to a new name in the same file system. */
export function rename(from: string, to: string): void {
    if (GLib.rename(from, to) !== 0) throw new Error(`cannot rename ${from} to ${to}`);
}

/** Removes a file or a whole folder; symlinks are removed, not followed. Nothing there is fine. */
export function remove(path: string): void {
    if (!exists(path) && !isLink(path)) return;
    if (!isLink(path) && GLib.file_test(path, GLib.FileTest.IS_DIR))
        for (const name of names(path)) remove(`${path}/${name}`);
    Gio.File.new_for_path(path).delete(null);
}

/** Where a link is made before it takes its place. */
export const unfinished = (path: string): string => `${path}.new`;

/** Points a symlink at a target in one step. */
export function link(target: string, path: string): void {
    const temporary = unfinished(path);
    remove(temporary);
    Gio.File.new_for_path(temporary).make_symbolic_link(target, null);
    rename(temporary, path);
}

export const readLink = (path: string): string | null => (isLink(path) ? GLib.file_read_link(path) : null);
