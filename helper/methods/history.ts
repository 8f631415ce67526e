/** What galaf-monitor keeps: blocked attempts, recorded destinations, traffic by the hour. */
import {parseGroup, parsePasswd} from '../../core/machine/accounts.js';
import type {Counted} from '../../core/traffic.js';
import {namedAttempt, type Contact} from '../blocked.js';
import type {Caller} from '../caller.js';
import type {Attempts, History} from '../dbus/answers.js';
import * as generations from '../engine/generations.js';
import {InvalidArgumentError, NotFoundError} from '../errors.js';
import {read} from '../files.js';
import * as kernel from '../kernel.js';
import * as monitor from '../monitor.js';
import {nameFinder} from '../names.js';
import {usersVisibleTo} from '../visibility.js';
import {readObject} from './arguments.js';
import type {Methods} from './types.js';

/** Rows that the monitor gives at most. */
const MOST_ROWS = 10_000;
const KEYS = ['group', 'user', 'since', 'until', 'step', 'limit', 'total'] as const;

/** A caller's question: who by name or number, times in seconds since 1970. */
interface Query {
    readonly group?: string;
    readonly user?: string;
    readonly since?: number;
    readonly until?: number;
    readonly step?: number;
    readonly limit?: number;
    readonly total?: boolean;
}

function readQuery(text: string, keys: readonly string[]): Query {
    const query = readObject(text, 'the query is no JSON object');
    for (const [key, value] of Object.entries(query)) {
        if (!keys.includes(key)) throw new InvalidArgumentError(`the query has an unknown member "${key}"`);
        const valid =
            key === 'group' || key === 'user'
                ? typeof value === 'string'
                : key === 'total'
                  ? typeof value === 'boolean'
                  : Number.isSafeInteger(value) && (value as number) >= 0;
        if (!valid) throw new InvalidArgumentError(`"${key}" of the query has the wrong type`);
    }
    return query;
}

function idOf(kind: 'group' | 'user', name: string): number {
    if (/^\d+$/.test(name)) return Number(name);
    const id =
        kind === 'group'
            ? parseGroup(read('/etc/group') ?? '').find(group => group.name === name)?.gid
            : parsePasswd(read('/etc/passwd') ?? '').find(user => user.name === name)?.uid;
    if (id === undefined) throw new NotFoundError(`there is no ${kind} "${name}"`);
    return id;
}

/** The same question with numbers, as the monitor reads it. */
const numbered = ({group, user, limit, ...times}: Query): object => ({
    ...(group === undefined ? {} : {gid: idOf('group', group)}),
    ...(user === undefined ? {} : {uid: idOf('user', user)}),
    ...times,
    ...(limit === undefined ? {} : {limit: Math.min(limit, MOST_ROWS)}),
});

interface Rows<T> {
    readonly rows: readonly T[];
    readonly more: boolean;
}

/** Rows that the caller may see, latest first. */
const rowsFor = async <T extends object>(kind: string, query: Query, caller: Caller): Promise<Rows<T>> =>
    monitor.ask<Rows<T>>({query: kind, ...numbered(query), ...(await usersVisibleTo(caller))});

const attempts =
    (kind: 'blocked' | 'recorded' | 'destinations') =>
    async ([text]: [string], caller: Caller): Promise<Attempts> => {
        const query = readQuery(text, ['group', 'user', 'since', 'limit']);
        const {rows, more} = await rowsFor<Contact>(kind, query, caller);
        const names = nameFinder();
        return {attempts: rows.map(row => namedAttempt(row, names)), more};
    };

interface TrafficRow extends Counted {
    readonly gid: number | null;
    readonly uid: number | null;
    readonly start: string;
}

async function history([text]: [string], caller: Caller): Promise<History> {
    const {rows, more} = await rowsFor<TrafficRow>('history', readQuery(text, KEYS), caller);
    const names = nameFinder();
    const named = rows.map(({gid, uid, ...row}) => ({
        ...{user: names.user(uid), group: names.group(gid)},
        ...row,
    }));
    return {rows: named.reverse(), more};
}

function clear([text]: [string]): Promise<object> {
    const query = readObject(text, 'the query is no JSON object');
    if (query.all === true && Object.keys(query).length === 1)
        return monitor.ask({query: 'clear', all: true});
    const {group, user} = readQuery(text, ['group', 'user']);
    if (group === undefined && user === undefined)
        throw new InvalidArgumentError(
            'say whose history to forget: {"group": NAME}, {"user": NAME} or {"all": true}',
        );
    return monitor.ask({
        query: 'clear',
        ...(group === undefined ? {} : {gid: idOf('group', group)}),
        ...(user === undefined ? {} : {uid: idOf('user', user)}),
    });
}

export const HISTORY: Methods = {
    Blocked: attempts('blocked'),
    Recorded: attempts('recorded'),
    Destinations: attempts('destinations'),
    History: history,
    ClearHistory: async (args: [string]) => {
        await clear(args);
        // Or a recording that starts now would lack what was reached just before.
        const meta = generations.metaInForce();
        if (meta) await kernel.recordAnew(meta.table);
    },
};
