/**
 * What the helper says, as far as the panel shows it. Every answer is checked here, and what an older helper leaves out
 * gets a value that means "unknown": the rest of the extension can rely on these shapes.
 */
import type {Contact} from '../core/attempts.js';
import {isAppGid} from '../core/gids.js';

const STATES = ['enforcing', 'stopped', 'paused', 'closed', 'not-configured'] as const;
export type State = (typeof STATES)[number];

export interface Status {
    readonly state: State;
    readonly generation: number | null;
    /** Why the network is closed, or what went wrong last. */
    readonly lastError: string | null;
    readonly pausedSecondsLeft: number | null;
    /** Seconds left of a policy that is only being tried; null when there is none. */
    readonly trialSecondsLeft: number | null;
}

export interface AppGroup {
    readonly name: string;
    readonly title: string;
    /** Name in the icon theme, or an absolute path. */
    readonly icon: string | null;
    /** Id of its desktop file, with the `.desktop`. */
    readonly desktop: string | null;
    readonly running: boolean;
}

/** Bytes per second. */
export interface Rates {
    readonly in: number;
    readonly out: number;
}

export interface Traffic extends Rates {
    /** By rate, descending. */
    readonly groups: readonly (Rates & {readonly group: string})[];
}

/** One destination that an app group, or a user without one, was refused. */
export interface Attempt extends Contact {
    /** Milliseconds since 1970. */
    readonly last: number;
    readonly outgoing: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
const fields = (value: unknown): Fields => (isObject(value) ? value : {});
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const amount = (value: unknown): number | null =>
    typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
/** The list itself, or the first list among the members of an object. */
const list = (value: unknown): readonly unknown[] => {
    if (Array.isArray(value)) return value;
    const found = Object.values(fields(value)).find(member => Array.isArray(member));
    return Array.isArray(found) ? found : [];
};

export function parseStatus(answer: unknown): Status {
    const from = fields(answer);
    const state = STATES.find(known => known === from['state']);
    return {
        state: state ?? 'not-configured',
        generation: amount(from['generation']),
        lastError: text(from['last_error']),
        pausedSecondsLeft: amount(from['paused_seconds_left']),
        trialSecondsLeft: amount(fields(from['trial'])['seconds_left']),
    };
}

/** Whether this user may start it: the helper's word, or else what the configuration says. */
function mayLaunch(from: Fields, user: string): boolean {
    if (typeof from['may_launch'] === 'boolean') return from['may_launch'];
    if (!Array.isArray(from['command'])) return false;
    const users = from['users'];
    return !Array.isArray(users) || users.includes(user);
}

/** The app groups that `user` may launch. */
export function parseGroups(answer: unknown, user: string): AppGroup[] {
    const {groups} = fields(answer);
    return (Array.isArray(groups) ? groups : []).flatMap(entry => {
        const from = fields(entry);
        const name = text(from['name']);
        if (name === null || !mayLaunch(from, user)) return [];
        const desktop = text(from['desktop']);
        return {
            name,
            title: text(from['title']) ?? name,
            icon: text(from['icon']),
            desktop: desktop && (desktop.endsWith('.desktop') ? desktop : `${desktop}.desktop`),
            running: (amount(from['running']) ?? 0) > 0,
        };
    });
}

export function parseTraffic(answer: unknown): Traffic {
    const from = fields(answer);
    const rates = (of: Fields): Rates => ({in: amount(of['in_rate']) ?? 0, out: amount(of['out_rate']) ?? 0});
    const groups = (Array.isArray(from['groups']) ? from['groups'] : []).flatMap(entry => {
        const group = text(fields(entry)['group']);
        return group === null ? [] : {group, ...rates(fields(entry))};
    });
    return {...rates(from), groups};
}

function parseAttempt(entry: unknown): Attempt | null {
    const from = fields(entry);
    const address = text(from['address']);
    const protocol = text(from['protocol']);
    if (address === null || protocol === null) return null;
    const gid = amount(from['gid']);
    return {
        group: gid === null || isAppGid(gid) ? text(from['group']) : null,
        user: text(from['user']),
        program: text(from['program']),
        protocol,
        address,
        host: text(from['host']),
        port: amount(from['port']),
        question: text(from['question']),
        count: Math.max(1, amount(from['count']) ?? 1),
        last: Date.parse(text(from['last']) ?? '') || 0,
        outgoing: from['direction'] !== 'in',
    };
}

/** One attempt, a list of them, or an object that holds the list. */
export function parseAttempts(answer: unknown): Attempt[] {
    const single = parseAttempt(answer);
    if (single) return [single];
    return list(answer).flatMap(entry => parseAttempt(entry) ?? []);
}
