/** Permissions that end by themselves: grants beside those of the file, which hold for whom a set of the kernel names. */
import {parseConfig} from '../config/parse.js';
import type {Config, Diagnostic, Grant, Subject} from '../config/types.js';

/** What a timed permission, or a recording that ends by itself, adds to a policy. */
export interface TimedGrant {
    /** Lower-case letters and digits; part of the name of a set. */
    readonly id: string;
    /** Name of an app group, or `user:NAME`. */
    readonly subject: string;
    /** An entry of `allow`, as JSON would have it; null: everything, and it is recorded. */
    readonly endpoint: unknown;
}

/** Name of the set whose elements, with their timeouts, say for whom the permission holds now. */
export const timerOf = (id: string): string => `timed_${id}`;

/** The user's name of a subject `user:NAME`; null for an app group. */
export const userOf = (subject: string): string | null =>
    subject.startsWith('user:') ? subject.slice('user:'.length) : null;

/** The entry of a subject; undefined when the files have none. */
export function subjectIn({groups, users}: Config, subject: string): Subject | undefined {
    const user = userOf(subject);
    const entries: readonly Subject[] = user === null ? groups : users;
    return entries.find(({name}) => name === (user ?? subject));
}

/** Reads an endpoint as the file's parser would; `allow` stands for the path in what it finds. */
export function parseEndpoint(endpoint: unknown): {
    grants: readonly Grant[];
    diagnostics: readonly Diagnostic[];
} {
    const text = JSON.stringify({groups: {it: {allow: [endpoint]}}});
    const {config, diagnostics} = parseConfig([{name: 'endpoint', text}]);
    return {grants: config?.groups[0]?.grants ?? [], diagnostics};
}

function extended<T extends Subject>(entries: readonly T[], {id, subject, endpoint}: TimedGrant): T[] {
    const name = userOf(subject) ?? subject;
    const timer = timerOf(id);
    const added = (entry: T): T =>
        endpoint === null
            ? {...entry, recordTimer: timer}
            : {
                  ...entry,
                  grants: [
                      ...entry.grants,
                      ...parseEndpoint(endpoint).grants.map(grant => ({...grant, timer})),
                  ],
              };
    return entries.map(entry => (entry.name === name ? added(entry) : entry));
}

/** A user whom the files do not name, and who may reach something for a while all the same. */
const newcomer = (name: string): Subject => ({
    name,
    grants: [],
    ping: false,
    record: false,
    origin: {file: '', line: 0, column: 0, path: `users.${name}`},
});

/** The configuration with timed permissions added. Those of app groups that it does not have are left out. */
export function withTimed(config: Config, timed: readonly TimedGrant[]): Config {
    let {groups, users} = config;
    for (const entry of timed) {
        const user = userOf(entry.subject);
        if (user === null) groups = extended(groups, entry);
        else {
            if (!users.some(({name}) => name === user)) users = [...users, newcomer(user)];
            users = extended(users, entry);
        }
    }
    return {...config, groups, users};
}
