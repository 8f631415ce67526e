/** App groups by their titles, for words that people read. */
import type {Config, InboundService} from '../config/types.js';
import {diffInWords} from './diff.js';
import type {Note} from './notes.js';

interface Titled {
    readonly name: string;
    readonly title: string | null;
}

/**
 * What to call each group, by its name: by its title, or by its name where it has none, where several have that title, and where
 * it is another's name. Of several titles of one name the last counts.
 */
export function labelsOf(groups: readonly Titled[]): Map<string, string> {
    const titles = new Map(groups.map(({name, title}) => [name, title || name]));
    const bearers = new Map<string, number>();
    for (const label of [...titles].flatMap(([name, title]) => (name === title ? [name] : [name, title])))
        bearers.set(label, (bearers.get(label) ?? 0) + 1);
    return new Map([...titles].map(([name, title]) => [name, bearers.get(title) === 1 ? title : name]));
}

/**
 * Two configurations with titles in place of the names of app groups, the same in both, so that `diffInWords` speaks of what
 * the person sees on the screen. Not for anything but words.
 */
function withTitles<Before extends Config | null>(before: Before, after: Config): [Before, Config] {
    const labels = labelsOf([...(before?.groups ?? []), ...after.groups]);
    const label = (name: string) => labels.get(name) ?? name;
    const service = (one: InboundService): InboundService =>
        one.as?.kind === 'group' ? {...one, as: {...one.as, name: label(one.as.name)}} : one;
    const titled = <T extends Config | null>(config: T): T =>
        config && {
            ...config,
            groups: config.groups.map(group => ({...group, name: label(group.name)})),
            inbound: config.inbound.map(service),
        };
    return [titled(before), titled(after)];
}

/** What a generation changes, in words. */
export interface Changes {
    /** With the names of app groups, as files and commands have them. */
    readonly summary: readonly string[];
    /** With their titles, as screens show them. */
    readonly titled_summary: readonly string[];
}

export function changesInWords(before: Config | null, after: Config, note?: Note): Changes {
    const labels = labelsOf(after.groups);
    return {
        summary: [...(note ? [note(name => name)] : []), ...diffInWords(before, after)],
        titled_summary: [
            ...(note ? [note(name => labels.get(name) ?? name)] : []),
            ...diffInWords(...withTitles(before, after)),
        ],
    };
}
