/** /etc/passwd, /etc/group, /etc/login.defs and /etc/shells (passwd(5), group(5), login.defs(5), shells(5)). */
import type {SystemGroup, SystemUser} from '../policy/types.js';

const records = (text: string, fields: number): string[][] =>
    text
        .split('\n')
        .filter(line => line && !line.startsWith('#'))
        .map(line => line.split(':'))
        .filter(record => record.length >= fields);

const isId = (text: string | undefined): boolean => /^\d{1,10}$/.test(text ?? '');

/** Lines that are not records are left out, as the system's own lookups do. */
export function parsePasswd(text: string): SystemUser[] {
    return records(text, 7).flatMap(([name = '', , uid, gid, , home = '', shell = '']) =>
        isId(uid) && isId(gid) ? [{name, uid: Number(uid), gid: Number(gid), home, shell}] : [],
    );
}

export function parseGroup(text: string): SystemGroup[] {
    return records(text, 4).flatMap(([name = '', , gid, members = '']) =>
        isId(gid) ? [{name, gid: Number(gid), members: members.split(',').filter(Boolean)}] : [],
    );
}

/** UID_MIN and UID_MAX; Debian's defaults where the file says nothing. */
export function parseUidRange(loginDefs: string): [number, number] {
    const value = (key: string, fallback: number) => {
        const match = new RegExp(`^\\s*${key}\\s+(\\d+)`, 'm').exec(loginDefs);
        return match ? Number(match[1]) : fallback;
    };
    return [value('UID_MIN', 1000), value('UID_MAX', 60000)];
}

/** Ids that belong to somebody's containers. */
export interface SubordinateIds {
    /** Name or uid, as the file has it. */
    readonly owner: string;
    readonly from: number;
    /** Inclusive. */
    readonly to: number;
}

/** /etc/subuid and /etc/subgid (subuid(5)). */
export function parseSubordinate(text: string): SubordinateIds[] {
    return records(text, 3).flatMap(([owner = '', start, count]) => {
        if (!isId(start) || !isId(count) || Number(count) === 0) return [];
        return [{owner, from: Number(start), to: Number(start) + Number(count) - 1}];
    });
}

export function parseShells(text: string): string[] {
    return text.split('\n').filter(line => line.startsWith('/'));
}
