/** What may come next on a command line; data/galafctl.bash asks for it with `galafctl __complete WORD…`. */
import {isAppGid} from '../core/gids.js';
import {parseGroup, parsePasswd} from '../core/machine/accounts.js';
import type {Place} from './args.js';
import type {Verb} from './commands/verb.js';
import {READABLE} from '../helper/reading.js';

/** Where names come from; no place needs the helper, which might ask for a password. */
export interface Known {
    readonly groups: () => readonly string[];
    readonly users: () => readonly string[];
    readonly generations: () => readonly string[];
}

/** Names of this machine. */
export const HERE: Known = {
    groups: () =>
        parseGroup(READABLE.text('/etc/group'))
            .filter(({gid}) => isAppGid(gid))
            .map(({name}) => name),
    users: () => parsePasswd(READABLE.text('/etc/passwd')).map(({name}) => name),
    generations: () => READABLE.names('/var/lib/galaf/generations').filter(name => /^\d+$/.test(name)),
};

/** Words that fit, or `files`: then the shell offers the names of files. */
export type Completion = readonly string[] | 'files';

function atPlace(place: Place | undefined, word: string, known: Known): Completion {
    switch (place) {
        case 'group':
            return known.groups();
        case 'subject': {
            // Users only once that is what is wanted: there are many, most of them the system's own.
            const users = word.startsWith('user:') ? known.users().map(name => `user:${name}`) : ['user:'];
            return [...known.groups(), ...users];
        }
        case 'generation':
            return known.generations();
        case 'file':
            return 'files';
        default:
            return [];
    }
}

/** The verb's words that stand before the one that is typed, without its options and their values. */
function wordsBefore(verb: Verb, line: readonly string[]): string[] | {option: string} {
    const words: string[] = [];
    for (let i = 0; i < line.length; i++) {
        const kind = verb.options?.[line[i]!];
        const takes = kind !== undefined && kind !== 'flag';
        if (kind === 'list' || kind === 'rest') return {option: line[i]!};
        if (takes && i + 1 === line.length) return {option: line[i]!};
        if (takes) i++;
        else if (!line[i]!.startsWith('-')) words.push(line[i]!);
    }
    return words;
}

function ofVerb(verb: Verb, before: readonly string[], word: string, known: Known): Completion {
    const words = wordsBefore(verb, before);
    if (!Array.isArray(words)) {
        const kind = verb.options![words.option];
        return Array.isArray(kind) ? (kind as readonly string[]) : kind === 'value' ? [] : 'files';
    }
    const passesOn = verb.passOn !== undefined && words.length >= verb.passOn;
    if (word.startsWith('-') && !passesOn) return [...Object.keys(verb.options ?? {}), '--json'];
    if (words.length >= verb.words[1]) return [];
    const {places = []} = verb;
    return atPlace(places[Math.min(words.length, places.length - 1)], word, known);
}

/** @param line words after `galafctl`, the last of them begun or empty */
export function complete(line: readonly string[], verbs: readonly Verb[], known: Known): Completion {
    const word = line.at(-1) ?? '';
    const before = line.slice(0, -1).filter(other => other !== '--json');
    const [first] = before;
    if (first === undefined && word.startsWith('-'))
        return ['--help', '--json', '--version'].filter(candidate => candidate.startsWith(word));
    const found = [2, 1]
        .map(length =>
            verbs.find(({name}) => length <= before.length && name === before.slice(0, length).join(' ')),
        )
        .find(verb => verb !== undefined);
    const all = found
        ? ofVerb(found, before.slice(found.name.split(' ').length), word, known)
        : verbs
              .map(({name}) => name.split(' '))
              .filter(parts => first === undefined || (before.length === 1 && parts[0] === first))
              .map(parts => parts[before.length] ?? '');
    if (all === 'files') return all;
    return [...new Set(all)].filter(candidate => candidate.startsWith(word)).sort();
}
