/** What an apply changes, in words. */
import type {Config, Subject} from '../../core/config/types.js';

/** Everything but where it was written. */
const meaning = (value: unknown): string =>
    JSON.stringify(value, (key, inner: unknown) => (key === 'origin' ? undefined : inner));

function compare(kind: string, before: readonly Subject[], after: readonly Subject[]): string[] {
    const old = new Map(before.map(entry => [entry.name, meaning(entry)]));
    const names = new Set(after.map(({name}) => name));
    return [
        ...after.flatMap(entry => {
            const text = old.get(entry.name);
            if (text === undefined) return [`${kind} ${entry.name} added`];
            return text === meaning(entry) ? [] : [`${kind} ${entry.name} changed`];
        }),
        ...before.filter(({name}) => !names.has(name)).map(({name}) => `${kind} ${name} removed`),
    ];
}

/** One line for each entry that is new, different or gone; settings as one. */
export function summarize(before: Config | null, config: Config): string[] {
    return [
        ...compare('group', before?.groups ?? [], config.groups),
        ...compare('user', before?.users ?? [], config.users),
        ...(before && meaning(before.inbound) !== meaning(config.inbound) ? ['inbound changed'] : []),
        ...(before && meaning([before.settings, before.base]) !== meaning([config.settings, config.base])
            ? ['settings changed']
            : []),
    ];
}
