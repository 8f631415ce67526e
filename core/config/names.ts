/** Names of groups, users and programs. */
import type {Value} from './value.js';

/** What groupadd, systemd-sysusers and our own file names all take. */
export const GROUP_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,30}$/;
export const USER_NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,30}\$?$/;

export function checkGroupName(key: Value, name: string): boolean {
    if (GROUP_NAME.test(name)) return true;
    key.error(
        'bad-group-name',
        `"${name}" cannot be the name of a group`,
        'use 1 to 31 letters, digits, _ or -, starting with a letter or _',
    );
    return false;
}

export function checkUserName(key: Value, name: string): boolean {
    if (USER_NAME.test(name)) return true;
    key.error('bad-user-name', `"${name}" cannot be the name of a user`);
    return false;
}

export function readUserName(value: Value): string | null {
    const name = value.string();
    return name !== null && checkUserName(value, name) ? name : null;
}

/** nft identifiers; reserved words are refused because nft would read them as such. */
export function readTableName(value: Value): string | null {
    const name = value.string();
    if (name === null) return null;
    if (
        !/^[A-Za-z][A-Za-z0-9_]{0,30}$/.test(name) ||
        ['fwd', 'table', 'chain', 'set', 'map', 'counter'].includes(name)
    )
        return value.error(
            'bad-table-name',
            `"${name}" cannot be the name of a table`,
            'use letters, digits and _',
        );
    return name;
}
