/** Refused attempts and recorded destinations, as what could be allowed. */
import {type Merged, mergeAttempts, subjectOf} from '../../core/attempts.js';
import type {BlockedAttempt} from '../../helper/dbus/answers.js';
import {_, fill, foreign, ngettext} from '../i18n.js';
import type {EndpointText} from './endpoint.js';
import {type Answer, reasonOf} from './helper.js';

/** Of Blocked and Recorded. */
export interface Attempts {
    readonly attempts?: readonly BlockedAttempt[];
}

/** One destination of one subject. */
export interface Found extends EndpointText {
    /** App group, or `user:NAME`. */
    readonly subject: string;
    /** Destination in words. */
    readonly title: string;
    readonly text: string;
}

const isTransport = (protocol: string): boolean => protocol === 'tcp' || protocol === 'udp';

export function foundOf(attempt: Merged<BlockedAttempt>, recorded = false): Found {
    const {protocol, port, address, host, question, count, programs} = attempt;
    // A refused lookup is about the name that was asked for, not about the name server.
    const to = question ?? host ?? address;
    const ports = !question && isTransport(protocol) && port !== null ? `${protocol}/${port}` : '';
    const times = recorded
        ? fill(ngettext('Seen {count} time', 'Seen {count} times', count), {count})
        : fill(ngettext('Refused {count} time', 'Refused {count} times', count), {count});
    const detail = question ? _('name lookup') : isTransport(protocol) ? '' : protocol;
    return {
        subject: subjectOf(attempt) ?? 'user:',
        to,
        ports,
        title: ports ? fill(_('{to} on {ports}'), {to, ports}) : to,
        text: [times, detail, programs.map(foreign).join(', ')].filter(part => part).join(' · '),
    };
}

/** Outgoing ones, by destination; what comes from outside is nothing that an app asked for. */
export const outgoing = (answer: Answer<Attempts>): Merged<BlockedAttempt>[] =>
    answer.ok ? mergeAttempts((answer.value.attempts ?? []).filter(({direction}) => direction !== 'in')) : [];

/** What to say when there is none. */
export function emptyReason(answer: Answer<unknown>): string {
    // A group that was never applied has not been refused anything.
    if (answer.ok || answer.error.code === 'NotFound') return _('Nothing was refused lately.');
    return reasonOf(answer.error);
}
