/** Why a generation was made, where that is no change of the files; it stands before what changes. */

/** @param called what to call a subject: `NAME` of an app group, or `user:NAME` */
export type Note = (called: (subject: string) => string) => string;

/** The part of a permission for a while that its words are made of. */
interface Permission {
    readonly subject: string;
    readonly endpoint: string;
    readonly record: boolean;
}

export const backTo =
    (generation: number): Note =>
    () =>
        `back to generation ${generation}`;

export const forAWhile =
    ({subject, endpoint, record}: Permission): Note =>
    called =>
        record
            ? `for a while: ${called(subject)} is recorded`
            : `for a while: ${called(subject)} may reach ${endpoint}`;

export const noLonger =
    ({subject, endpoint, record}: Permission): Note =>
    called =>
        record
            ? `no longer: ${called(subject)} is recorded`
            : `no longer: ${called(subject)} may reach ${endpoint}`;

export const renewedBy =
    (version: string): Note =>
    () =>
        `rules of Galaf ${version}`;

export const timeIsOver: Note = () => 'the time of a permission is over';
