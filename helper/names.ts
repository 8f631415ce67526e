/** Names of users and groups, as the machine's files have them now. */
import Gio from 'gi://Gio';
import {parseGroup, parsePasswd} from '../core/machine/accounts.js';
import {readLossy} from './files.js';

const STAMP =
    'time::modified,time::modified-nsec,time::changed,time::changed-nsec,unix::inode,standard::size';

/** What a file says, read again when it is another file or was written since. */
export class Parsed<T> {
    readonly #path: string;
    readonly #parse: (text: string) => T;
    #stamp: string | null = null;
    #value: T | null = null;

    constructor(path: string, parse: (text: string) => T) {
        this.#path = path;
        this.#parse = parse;
    }

    get(): T {
        // Before it is read: what is written meanwhile is read again the next time.
        const stamp = this.#stampOf();
        if (stamp !== this.#stamp || this.#value === null) {
            this.#value = this.#parse(readLossy(this.#path));
            this.#stamp = stamp;
        }
        return this.#value;
    }

    #stampOf(): string {
        try {
            const info = Gio.File.new_for_path(this.#path).query_info(
                STAMP,
                Gio.FileQueryInfoFlags.NONE,
                null,
            );
            return STAMP.split(',')
                .map(key => info.get_attribute_as_string(key))
                .join();
        } catch {
            return 'none';
        }
    }
}

const users = new Parsed('/etc/passwd', text => new Map(parsePasswd(text).map(({uid, name}) => [uid, name])));
const groups = new Parsed('/etc/group', text => new Map(parseGroup(text).map(({gid, name}) => [gid, name])));

export interface Names {
    user: (id: number | null) => string | null;
    group: (id: number | null) => string | null;
}

/** Of one answer or message: a number without a name is told as it is, and null is nobody. */
export function nameFinder(): Names {
    // Looked at when the first name is wanted: in most seconds that are sampled, there is none.
    const find = (names: Parsed<Map<number, string>>) => {
        let known: Map<number, string> | null = null;
        return (id: number | null) => (id === null ? null : ((known ??= names.get()).get(id) ?? String(id)));
    };
    return {user: find(users), group: find(groups)};
}
