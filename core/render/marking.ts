/** How connections get their marks, in each mode. */
import {INDEX_MASK} from '../marks.js';
import type {MarkEntry, Policy} from '../policy/types.js';
import {hex, renderObject} from './text.js';
import type {Chain} from './text.js';

const unmarked = `ct mark & ${hex(INDEX_MASK)} == 0`;
const marked = `ct mark & ${hex(INDEX_MASK)} != 0`;

interface MarkMap {
    readonly name: string;
    readonly key: string;
    /** The element's key for an entry that belongs into this map, or null. */
    readonly element: (entry: MarkEntry) => string | null;
}

/** From the most exact to the least: who is not in the first map may be in the next. */
const MAPS: readonly MarkMap[] = [
    {
        name: 'marks',
        key: 'meta skgid . meta skuid',
        element: ({gid, uid}) => (gid === null || uid === null ? null : `${gid} . ${uid}`),
    },
    {
        name: 'marks_gid',
        key: 'meta skgid',
        element: ({gid, uid}) => (gid === null || uid !== null ? null : `${gid}`),
    },
    {
        name: 'marks_uid',
        key: 'meta skuid',
        element: ({gid, uid}) => (uid === null || gid !== null ? null : `${uid}`),
    },
];

export function markObjects({marks}: Policy): string[] {
    if (marks !== 'map') return [];
    return MAPS.map(({name, key}) => renderObject('map', name, [`typeof ${key} : ct mark`]));
}

/** Map name -> elements. */
export function markElements({marks, markTable}: Policy): Map<string, string[]> {
    if (marks !== 'map') return new Map();
    return new Map(
        MAPS.map(({name, element}) => [
            name,
            markTable.flatMap(entry => {
                const key = element(entry);
                return key === null ? [] : [`${key} : ${hex(entry.mark)}`];
            }),
        ]),
    );
}

/** What the output chain begins with, so that all verdicts, refusals too, find the connection marked. */
export function markOutput({marks}: Policy): string[] {
    if (marks === 'rule') return [];
    return [marks === 'bpf' ? 'ct mark 0 ct mark set meta mark' : `${unmarked} jump attribute`];
}

/** Once for each connection, unless nobody knows whose it is. */
export function markChains({marks}: Policy): Chain[] {
    if (marks !== 'map') return [];
    const rules = MAPS.flatMap(({name, key}) => [`ct mark set ${key} map @${name}`, `${marked} return`]);
    return [{name: 'attribute', rules: rules.slice(0, -1)}];
}

/**
 * In `rule` mode each chain marks for its group or user; whoever has no chain stays unmarked.
 * @returns the marking rule for a group or a user, null in other modes
 */
export function markRules({
    marks,
    markTable,
}: Policy): (gid: number | null, uid: number | null) => string | null {
    if (marks !== 'rule') return () => null;
    const known = new Map(markTable.map(({gid, uid, mark}) => [`${gid}:${uid}`, mark]));
    return (gid, uid) => {
        const mark = known.get(`${gid}:${uid}`);
        return mark === undefined ? null : `${unmarked} ct mark set ${hex(mark)}`;
    };
}
