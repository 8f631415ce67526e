/** Users of this machine, as /etc/passwd has them. */
import {gatherFromFiles} from '../../core/machine/gather.js';
import type {SystemUser} from '../../core/policy/types.js';
import {READABLE} from '../../helper/reading.js';

export interface Accounts {
    /** Who logs in. */
    readonly people: readonly SystemUser[];
    /** Who only runs services. */
    readonly services: readonly SystemUser[];
}

/** Names of the system's groups: an app group may not be called like one. */
export const groupNames = (): string[] => gatherFromFiles(READABLE).groups.map(({name}) => name);

export function accounts(): Accounts {
    const {users, uidRange, shells} = gatherFromFiles(READABLE);
    const [first, last] = uidRange;
    const isPerson = ({uid, shell}: SystemUser) => uid >= first && uid <= last && shells.includes(shell);
    return {people: users.filter(isPerson), services: users.filter(user => !isPerson(user))};
}
