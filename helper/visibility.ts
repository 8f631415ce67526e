/** Whose traffic a caller may see: their own, the system's and, if polkit says so, that of other people. */
import {parsePasswd, parseUidRange} from '../core/machine/accounts.js';
import {containerUids} from '../core/machine/gather.js';
import {allowed, TRAFFIC_OF_OTHERS} from './authorization.js';
import type {Peer} from './caller.js';
import {read, readLossy} from './files.js';

/** Whether traffic of a uid may be shown; null is traffic that belongs to nobody known. */
export type Visible = (uid: number | null) => boolean;

/** Asks polkit without a prompt: who only reads is not bothered, they see less. */
export async function visibleTo({sender, uid: own}: Peer): Promise<Visible> {
    if (await allowed(TRAFFIC_OF_OTHERS, sender)) return () => true;
    const [first] = parseUidRange(readLossy('/etc/login.defs'));
    const users = parsePasswd(read('/etc/passwd') ?? '');
    const nobody = users.find(({name}) => name === 'nobody')?.uid;
    const containers = containerUids(readLossy('/etc/subuid'), users).filter(({uid}) => uid === own);
    const theirs = (uid: number) => containers.some(({from, to}) => from <= uid && uid <= to);
    return uid => uid === null || uid === own || uid < first || uid === nobody || theirs(uid);
}
