/** Questions about permissions that resolving and rendering both ask. */
import type {Grant, Subject} from '../config/types.js';

/** Reaches every address on every port in at least one family. */
export function isUnrestricted(grant: Grant): boolean {
    if (grant.to.kind !== 'any' || grant.ports.length > 0) return false;
    return grant.families.some(family => !grant.raw[family]?.trim());
}

/** Whether somebody with these permissions has use for names, and so may ask for them under `dns: listed`. */
export function needsNames(subject: Pick<Subject, 'grants' | 'record'>): boolean {
    return subject.record || subject.grants.some(({to}) => to.kind === 'domains' || to.kind === 'any');
}
