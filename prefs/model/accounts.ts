/** Users of this machine, as /etc/passwd has them. */
import GLib from 'gi://GLib';
import {gatherFromFiles} from '../../core/machine/gather.js';
import type {SystemUser} from '../../core/policy/types.js';
import Gio from 'gi://Gio';

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

export interface Accounts {
    /** Who logs in. */
    readonly people: readonly SystemUser[];
    /** Who only runs services. */
    readonly services: readonly SystemUser[];
}

/** Names of the system's groups: an app group may not be called like one. */
export const groupNames = (): string[] => gatherFromFiles({text, names}).groups.map(({name}) => name);

export function accounts(): Accounts {
    const {users, uidRange, shells} = gatherFromFiles({text, names});
    const [first, last] = uidRange;
    const isPerson = ({uid, shell}: SystemUser) => uid >= first && uid <= last && shells.includes(shell);
    return {people: users.filter(isPerson), services: users.filter(user => !isPerson(user))};
}
