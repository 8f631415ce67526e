/** How connections get their marks, in each mode. */
import {INDEX_MASK} from '../marks.js';
import type {Policy} from '../policy/types.js';
import {hex, renderObject} from './text.js';
import type {Chain} from './text.js';

const unmarked = `ct mark & ${hex(INDEX_MASK)} == 0`;
const marked = `ct mark & ${hex(INDEX_MASK)} != 0`;

interface MarkMap {
    readonly name: string;
    readonly key: string;
    readonly properties: readonly string[];
    /** Keys and their marks. */
    readonly elements: (policy: Policy) => (readonly [key: string, mark: number])[];
}

/** From the most exact to the least: who is not in the first map may be in the next. */
const MAPS: readonly MarkMap[] = [
    {
        name: 'marks',
        key: 'meta skgid . meta skuid',
        properties: [],
        elements: ({markTable}) =>
            markTable.flatMap(({gid, uid, mark}) =>
                gid === null || uid === null ? [] : [[`${gid} . ${uid}`, mark]],
            ),
    },
    {
        name: 'marks_gid',
        key: 'meta skgid',
        properties: [],
        elements: ({markTable}) =>
            markTable.flatMap(({gid, uid, mark}) => (gid === null || uid !== null ? [] : [[`${gid}`, mark]])),
    },
    {
        name: 'marks_uid',
        key: 'meta skuid',
        properties: [],
        elements: ({markTable}) =>
            markTable.flatMap(({gid, uid, mark}) => (uid === null || gid !== null ? [] : [[`${uid}`, mark]])),
    },
    {
        // What runs in a person's containers counts as theirs. An interval set takes 16 KiB: only where there are any.
        name: 'marks_containers',
        key: 'meta skuid',
        properties: ['flags interval'],
        elements: ({markTable, machine}) => {
            const marks = new Map(
                markTable.flatMap(({gid, uid, mark}) => (gid === null ? [[uid, mark]] : [])),
            );
            return (machine.containers ?? []).flatMap(({uid, from, to}) => {
                const mark = marks.get(uid);
                return mark === undefined ? [] : [[`${from}-${to}`, mark]];
            });
        },
    },
];

/** Maps that a policy needs. */
const mapsOf = ({marks, machine}: Policy): readonly MarkMap[] =>
    marks !== 'map' ? [] : MAPS.filter(({name}) => name !== 'marks_containers' || machine.containers?.length);

export function markObjects(policy: Policy): string[] {
    return mapsOf(policy).map(({name, key, properties}) =>
        renderObject('map', name, [`typeof ${key} : ct mark`, ...properties]),
    );
}

/** Map name -> elements. */
export function markElements(policy: Policy): Map<string, string[]> {
    return new Map(
        mapsOf(policy).map(({name, elements}) => [
            name,
            elements(policy).map(([key, mark]) => `${key} : ${hex(mark)}`),
        ]),
    );
}

/** What the output chain begins with, so that all verdicts, refusals too, find the connection marked. */
export function markOutput({marks}: Policy): string[] {
    if (marks === 'rule') return [];
    return [marks === 'bpf' ? 'ct mark 0 ct mark set meta mark' : `${unmarked} jump attribute`];
}

/** Once for each connection, unless nobody knows whose it is. */
export function markChains(policy: Policy): Chain[] {
    if (policy.marks !== 'map') return [];
    const rules = mapsOf(policy).flatMap(({name, key}) => [
        `ct mark set ${key} map @${name}`,
        `${marked} return`,
    ]);
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
