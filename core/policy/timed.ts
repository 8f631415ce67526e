/** Permissions that end by themselves: grants beside those of the file, which hold for whom a set of the kernel names. */
import {parseConfig} from '../config/parse.js';
import type {Config, Diagnostic, Grant, Subject} from '../config/types.js';

/** What a timed permission adds to a policy. */
export interface TimedGrant {
    /** Lower-case letters and digits; part of the name of a set. */
    readonly id: string;
    /** Name of an app group, or `user:NAME`. */
    readonly subject: string;
    /** An entry of `allow`, as JSON would have it. */
    readonly endpoint: unknown;
}

/** Name of the set whose elements, with their timeouts, say for whom the permission holds now. */
export const timerOf = (id: string): string => `timed_${id}`;

/** The user's name of a subject `user:NAME`; null for an app group. */
export const userOf = (subject: string): string | null =>
    subject.startsWith('user:') ? subject.slice('user:'.length) : null;

/** Reads an endpoint as the file's parser would; `allow` stands for the path in what it finds. */
export function parseEndpoint(endpoint: unknown): {
    grants: readonly Grant[];
    diagnostics: readonly Diagnostic[];
} {
    const text = JSON.stringify({groups: {it: {allow: [endpoint]}}});
    const {config, diagnostics} = parseConfig([{name: 'endpoint', text}]);
    return {grants: config?.groups[0]?.grants ?? [], diagnostics};
}

function extended<T extends Subject>(entries: readonly T[], name: string, grants: readonly Grant[]): T[] {
    return entries.map(entry =>
        entry.name === name ? {...entry, grants: [...entry.grants, ...grants]} : entry,
    );
}

/** The configuration with timed permissions added. Those of subjects that it does not have are left out. */
export function withTimed(config: Config, timed: readonly TimedGrant[]): Config {
    let {groups, users} = config;
    for (const {id, subject, endpoint} of timed) {
        const grants = parseEndpoint(endpoint).grants.map(grant => ({...grant, timer: timerOf(id)}));
        const user = userOf(subject);
        if (user === null) groups = extended(groups, subject, grants);
        else users = extended(users, user, grants);
    }
    return {...config, groups, users};
}
