/** Blocked attempts as galaf-monitor tells them, with names for the ids. */
import type {BlockedAttempt} from './dbus/answers.js';
import type {Names} from './names.js';

/** A contact of docs/monitor.md. */
export interface Contact {
    readonly direction: 'out' | 'in';
    readonly gid: number | null;
    readonly uid: number | null;
    readonly program: string | null;
    readonly comm: string | null;
    readonly protocol: string;
    readonly address: string;
    readonly host: string | null;
    readonly asked: boolean;
    readonly port: number | null;
    readonly question: string | null;
    readonly count: number;
    readonly first: string;
    readonly last: string;
}

export function namedAttempt(contact: Contact, names: Names): BlockedAttempt {
    const {direction, gid, uid, program, protocol, address, host, port, question, count, first, last} =
        contact;
    return {
        ...{group: names.group(gid), user: names.user(uid), gid, uid, program, protocol, address, host},
        ...{port, question, count, first, last, direction},
    };
}
