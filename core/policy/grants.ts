/** Questions about permissions that resolving and rendering both ask. */
import type {Family, Grant, Subject} from '../config/types.js';

/** Families in which a grant says anything; with raw text, a family without text of its own gets nothing. */
export function grantFamilies(grant: Grant): Family[] {
    const raw = Object.keys(grant.raw).length > 0;
    return grant.families.filter(family => !raw || grant.raw[family] !== undefined);
}

/** Reaches every address on every port in at least one family. */
export function isUnrestricted(grant: Grant): boolean {
    if (grant.to.kind !== 'any' || grant.ports.length > 0) return false;
    return grantFamilies(grant).some(family => !grant.raw[family]?.trim());
}

/** Whether somebody with these permissions has use for names, and so may ask for them under `dns: listed`. */
export function needsNames(subject: Pick<Subject, 'grants' | 'record'>): boolean {
    return subject.record || subject.grants.some(({to}) => to.kind === 'domains' || to.kind === 'any');
}
