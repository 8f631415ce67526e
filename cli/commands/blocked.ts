/** What was refused, and what to do about an entry of it. */
import type {Args} from '../args.js';
import type {Endpoint} from '../../core/config/edit.js';
import {idOf, mergeAttempts, subjectOf} from '../../core/attempts.js';
import type {Attempts, BlockedAttempt, Explanation} from '../../helper/dbus/answers.js';
import {call} from '../client.js';
import {followBlocked} from '../follow.js';
import {_, fill} from '../i18n.js';
import {EXIT, ExitError} from '../output.js';
import {blockedText, explanationText, identifiedText} from '../views-findings.js';
import {allowEndpoint, UNTIL_OPTIONS, UNTIL_USAGE, untilOf} from './permissions.js';
import {ALL, ask, queryOf, whose} from './traffic.js';
import {show, type Verb} from './verb.js';

interface Wanted {
    readonly subject: string;
    readonly endpoint: Endpoint;
}

/** What an entry would have needed. A refused look-up is about the name, whichever port it is wanted for. */
function wantedBy(attempt: BlockedAttempt): Wanted {
    const {direction, question, host, address, protocol, port} = attempt;
    const subject = subjectOf(attempt);
    const transport = port !== null && ['tcp', 'udp'].includes(protocol);
    if (direction === 'in')
        throw new ExitError(EXIT.failed, _('that came from outside; services are allowed under "inbound"'));
    if (subject === null)
        throw new ExitError(
            EXIT.failed,
            _(
                'the kernel sent that for itself: a network drive belongs in /etc/fstab, a tunnel under "base"; then galafctl apply',
            ),
        );
    if (question !== null) return {subject, endpoint: {to: question}};
    if (!transport)
        throw new ExitError(
            EXIT.failed,
            fill(_('galafctl allow says what may be sent by {protocol}'), {protocol}),
        );
    return {subject, endpoint: {to: host ?? address, ports: `${protocol}/${port}`}};
}

async function entry(args: Args, id: string): Promise<BlockedAttempt> {
    const {attempts} = await ask<Attempts>('Blocked', {...queryOf(args), limit: ALL});
    const [found, other] = mergeAttempts(attempts).filter(attempt => idOf(attempt) === id);
    if (!found) throw new ExitError(EXIT.failed, fill(_('nothing that was refused has the id {id}'), {id}));
    // Whoever sends the packets can make two entries of one id.
    if (other)
        throw new ExitError(
            EXIT.failed,
            fill(_('several entries have the id {id}: use galafctl allow'), {id}),
        );
    return found;
}

async function explainEntry(args: Args, id: string): Promise<number> {
    const {subject, endpoint} = wantedBy(await entry(args, id));
    const question = [subject, String(endpoint.to), String(endpoint.ports ?? '')];
    return show(await call<Explanation>('Explain', '(sss)', question), args, explanationText);
}

const identified = (attempt: BlockedAttempt) => ({id: idOf(attempt), ...attempt});

async function list(args: Args): Promise<number> {
    const {attempts, more} = await ask<Attempts>('Blocked', queryOf(args));
    return show({attempts: attempts.map(identified), more}, args, blockedText);
}

async function follow(args: Args): Promise<number> {
    if (args.value('--since') !== null)
        throw new ExitError(EXIT.usage, _('--follow shows what comes, --since what was: give one of them'));
    const {group, user} = whose(args.words[0]);
    const wanted = (attempt: BlockedAttempt) =>
        (group === undefined || attempt.group === group) && (user === undefined || attempt.user === user);
    return followBlocked(attempts => {
        const shown = attempts.filter(wanted);
        if (args.json) shown.forEach(attempt => print(JSON.stringify(identified(attempt))));
        else if (shown.length) print(identifiedText(shown));
    });
}

async function blocked(args: Args): Promise<number> {
    const [explain, allow] = [args.value('--explain'), args.value('--allow')];
    if ([explain !== null, allow !== null, args.flag('--follow')].filter(Boolean).length > 1)
        throw new ExitError(EXIT.usage, _('give one of --follow, --explain and --allow'));
    if (allow === null && untilOf(args) !== null)
        throw new ExitError(EXIT.usage, _('--for, --until-boot and --until-exit go with --allow'));
    if (args.flag('--follow')) return follow(args);
    if (explain !== null) return explainEntry(args, explain);
    if (allow === null) return list(args);
    const {subject, endpoint} = wantedBy(await entry(args, allow));
    return allowEndpoint(args, subject, endpoint);
}

export const BLOCKED: readonly Verb[] = [
    {
        name: 'blocked',
        usage: `[GROUP] [--since TIME | --follow | --explain ID | --allow ID [${UNTIL_USAGE}]]`,
        words: [0, 1],
        places: ['subject'],
        options: {
            '--since': 'value',
            '--follow': 'flag',
            '--explain': 'value',
            '--allow': 'value',
            ...UNTIL_OPTIONS,
        },
        help: () => _('what was refused, latest first, or as it is refused; why, and how to allow it'),
        run: blocked,
    },
];
