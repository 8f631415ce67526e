/** Whose traffic a caller may see: their own, the system's and, if polkit says so, that of other people. */
import {parsePasswd, parseUidRange} from '../core/machine/accounts.js';
import {containerUids} from '../core/machine/gather.js';
import {allowed, TRAFFIC_OF_OTHERS} from './authorization.js';
import type {Peer} from './caller.js';
import {read, readLossy} from './files.js';

/** Whether traffic of a uid may be shown; null is traffic that belongs to nobody known. */
export type Visible = (uid: number | null) => boolean;

/** First and last; -1 is traffic of nobody known. */
type UidRange = readonly [from: number, to: number];

/** Null is everybody. Asks polkit without a prompt: who only reads is not bothered, they see less. */
async function visibleUids({sender, uid: own}: Peer): Promise<readonly UidRange[] | null> {
    if (await allowed(TRAFFIC_OF_OTHERS, sender)) return null;
    const [first] = parseUidRange(readLossy('/etc/login.defs'));
    const users = parsePasswd(read('/etc/passwd') ?? '');
    const nobody = users.find(({name}) => name === 'nobody')?.uid ?? own;
    const containers = containerUids(readLossy('/etc/subuid'), users).filter(({uid}) => uid === own);
    return [
        [-1, first - 1],
        [own, own],
        [nobody, nobody],
        ...containers.map(({from, to}): UidRange => [from, to]),
    ];
}

export async function visibleTo(peer: Peer): Promise<Visible> {
    const ranges = await visibleUids(peer);
    return uid => !ranges || ranges.some(([from, to]) => from <= (uid ?? -1) && (uid ?? -1) <= to);
}

/** A question to galaf-monitor has room for these; who has more containers sees less of them. */
const MOST_RANGES = 40;

/** As a member of a question to galaf-monitor, which tells of these alone. */
export async function usersVisibleTo(peer: Peer): Promise<{users?: string}> {
    const ranges = await visibleUids(peer);
    if (!ranges) return {};
    const words = ranges.slice(0, MOST_RANGES).map(range => range.join(':'));
    return {users: words.join(' ')};
}
