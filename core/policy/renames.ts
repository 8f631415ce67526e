/** Groups that have another name now, told from groups that went and others that came. */
import type {Config, GroupEntry} from '../config/types.js';

/** Everything but where it was written. */
export const meaning = (value: unknown): string =>
    JSON.stringify(value, (key, inner: unknown) => (key === 'origin' ? undefined : inner));

type Likeness = (old: GroupEntry, current: GroupEntry) => boolean;

const isUnchanged: Likeness = (old, current) =>
    meaning({...old, name: ''}) === meaning({...current, name: ''});

const differ = (one: unknown, other: unknown): boolean =>
    one !== null && other !== null && meaning(one) !== meaning(other);

const agree = (one: unknown, other: unknown): boolean =>
    one !== null && other !== null && meaning(one) === meaning(other);

/** What a caller adds to the command of a fixed one changes nothing of what it is; one that takes all is anything. */
const isOfOneProgram = ({execv, args}: GroupEntry): boolean => execv !== null && args.kind !== 'any';

/** Destinations that say something of who goes there: half of all groups may reach everything, or the local network. */
const places = ({grants}: GroupEntry): string[] =>
    grants.filter(({to}) => to.kind !== 'any' && to.kind !== 'lan').map(grant => meaning(grant));

/** Two names of one thing: nothing of what identifies it contradicts, and something of that is the same. */
const isSame: Likeness = (old, current) => {
    const has = (check: typeof agree, ...keys: (keyof GroupEntry)[]) =>
        keys.some(key => check(old[key], current[key]));
    if (has(differ, 'execv', 'desktop', 'unit')) return false;
    if (has(agree, 'desktop', 'unit', 'title')) return true;
    const [before, after] = [places(old), places(current)];
    if (before.length && meaning(before.toSorted()) === meaning(after.toSorted())) return true;
    if (!agree(old.execv, current.execv)) return false;
    if (isOfOneProgram(old)) return true;
    return !differ(old.title, current.title) && before.some(place => after.includes(place));
};

/** Only pairs of which neither could be half of another. */
function pairs(gone: readonly GroupEntry[], come: readonly GroupEntry[], alike: Likeness) {
    return come.flatMap(current => {
        const [old, ...others] = gone.filter(one => alike(one, current));
        const taken = old && come.some(one => one !== current && alike(old, one));
        return old && !others.length && !taken ? [[old, current] as const] : [];
    });
}

/**
 * By their new names, the groups of before that are there under another name: with the same content, or else with the same desktop
 * file, title, program or destinations. A group that two could have become is no guess: it went, and they came.
 */
export function renamedGroups(before: Config, after: Config): Map<string, GroupEntry> {
    const names = (config: Config) => new Set(config.groups.map(({name}) => name));
    const [old, current] = [names(before), names(after)];
    let gone = before.groups.filter(({name}) => !current.has(name));
    let come = after.groups.filter(({name}) => !old.has(name));
    const result = new Map<string, GroupEntry>();
    for (const alike of [isUnchanged, isSame]) {
        const found = pairs(gone, come, alike);
        for (const [former, {name}] of found) result.set(name, former);
        gone = gone.filter(one => !found.some(([former]) => former === one));
        come = come.filter(one => !result.has(one.name));
    }
    return result;
}
