/** Verbs that find out what a group needs: let it reach everything for a while, and allow what it reached. */
import type {Args} from '../args.js';
import {subjectOf} from '../../core/attempts.js';
import {applyEdits, type Edit, EditError} from '../../core/config/edit.js';
import {parseConfig} from '../../core/config/parse.js';
import type {SourceFile} from '../../core/config/types.js';
import {type Proposal, proposeEndpoints} from '../../core/policy/proposal.js';
import {subjectIn, userOf} from '../../core/policy/timed.js';
import type {
    Attempts,
    BlockedAttempt,
    Configuration,
    Status,
    TimedPermission,
} from '../../helper/dbus/answers.js';
import {call} from '../client.js';
import {_, fill} from '../i18n.js';
import {EXIT, ExitError} from '../output.js';
import {proposalText, recordedText} from '../views-findings.js';
import {edit} from './groups.js';
import {UNTIL_OPTIONS, UNTIL_USAGE, untilOf} from './permissions.js';
import {ALL, ask, queryOf} from './traffic.js';
import {show, type Verb} from './verb.js';

/** The key `record` of a group or of `user:NAME`; null takes it away. */
function setRecord(subject: string, value: true | null): Edit {
    const user = userOf(subject);
    return user === null
        ? {verb: 'set-group', group: subject, key: 'record', value}
        : {verb: 'set', path: ['users', user, 'record'], value};
}

const allowing =
    (subject: string) =>
    ({endpoint}: Proposal): Edit => ({verb: 'add-endpoint', subject, endpoint});

/** What is not allowed yet. */
function needed<T>(sources: readonly SourceFile[], wanted: readonly T[], editOf: (item: T) => Edit): T[] {
    let files = [...sources];
    return wanted.filter(item => {
        try {
            files = applyEdits(files, [editOf(item)]);
            return true;
        } catch (error) {
            if (error instanceof EditError && error.code === 'conflict') return false;
            throw error;
        }
    });
}

/** Destinations that are not allowed yet: a name that is must not make an entry of its whole domain. */
function unknownTo(
    sources: readonly SourceFile[],
    subject: string,
    attempts: readonly BlockedAttempt[],
): readonly BlockedAttempt[] {
    const known = new Map<string, boolean>();
    return attempts.filter(attempt => {
        const [proposal] = proposeEndpoints([attempt]);
        if (!proposal) return false;
        const key = JSON.stringify(proposal.endpoint);
        const found = known.get(key) ?? needed(sources, [proposal], allowing(subject)).length > 0;
        known.set(key, found);
        return found;
    });
}

/** Whether the files record somebody. */
function recordsIn(sources: readonly SourceFile[], subject: string): boolean {
    const {config} = parseConfig(sources);
    return config !== null && (subjectIn(config, subject)?.record ?? false);
}

interface Review {
    readonly subject: string;
    readonly proposals: readonly Proposal[];
    /** Whether there was more than the helper gives at once. */
    readonly more: boolean;
}

async function review(args: Args, subject: string): Promise<number> {
    const {attempts, more} = await ask<Attempts>('Recorded', {...queryOf(args), limit: ALL});
    const {revision, sources} = await call<Configuration>('ReadConfiguration');
    // What a user's app groups reached is theirs: allowed to the user, it would be open to each of their programs.
    const own = attempts.filter(attempt => subjectOf(attempt) === subject);
    const unknown = unknownTo(sources, subject, own);
    const proposals = needed(sources, proposeEndpoints(unknown), allowing(subject));
    const answer: Review = {subject, proposals, more};
    if (!args.flag('--accept')) return show(answer, args, proposalText);
    if (!proposals.length)
        throw new ExitError(EXIT.failed, _('nothing was recorded that is not allowed yet'));
    const end = recordsIn(sources, subject) ? [setRecord(subject, null)] : [];
    const status = await edit([...proposals.map(allowing(subject)), ...end], args, revision);
    await endTimed(subject);
    return status;
}

async function recorded(args: Args): Promise<number> {
    if (args.flag('--propose') || args.flag('--accept')) {
        const [subject] = args.words;
        if (subject === undefined)
            throw new ExitError(EXIT.usage, _('--propose and --accept are about one group: name it'));
        return review(args, subject);
    }
    return show(await ask<Attempts>('Recorded', queryOf(args)), args, recordedText);
}

/** Ends the recording of somebody that would end by itself; whether there was one. */
async function endTimed(subject: string): Promise<boolean> {
    const {timed} = await call<Status>('Status');
    const found = timed.find(entry => entry.record && entry.subject === subject);
    if (found) await call<object>('EndTimed', '(s)', [found.id], true);
    return found !== undefined;
}

async function stop(args: Args, subject: string): Promise<number> {
    const ended = await endTimed(subject);
    const {sources} = await call<Configuration>('ReadConfiguration');
    if (recordsIn(sources, subject)) return edit([setRecord(subject, null)], args);
    if (!ended) throw new ExitError(EXIT.failed, fill(_('{subject} is not recorded'), {subject}));
    return show({}, args, () => fill(_('{subject} is no longer recorded.'), {subject}));
}

async function record(args: Args): Promise<number> {
    const subject = args.words[0]!;
    const until = untilOf(args);
    if (args.flag('--stop')) return stop(args, subject);
    if (until !== null) {
        const timed = await call<TimedPermission>('RecordFor', '(ss)', [subject, until], true);
        return show(timed, args, () =>
            fill(
                // Translators: keep the command as it is.
                _('{subject} may reach everything for now; “galafctl record {subject} --stop” ends it.'),
                {subject},
            ),
        );
    }
    const status = await edit([setRecord(subject, true)], args);
    if (!args.json)
        print(
            fill(
                // Translators: keep the command as it is.
                _('{subject} may reach everything until “galafctl record {subject} --stop”.'),
                {subject},
            ),
        );
    return status;
}

export const RECORD: readonly Verb[] = [
    {
        name: 'record',
        usage: `GROUP [${UNTIL_USAGE} | --stop]`,
        words: [1, 1],
        places: ['subject'],
        options: {...UNTIL_OPTIONS, '--stop': 'flag'},
        help: () => _('let a group (or user:NAME) reach everything, and note what it reaches'),
        run: record,
    },
    {
        name: 'recorded',
        usage: '[GROUP] [--since TIME] [--propose | --accept]',
        words: [0, 1],
        places: ['subject'],
        options: {'--since': 'value', '--propose': 'flag', '--accept': 'flag'},
        help: () => _('where groups with record have been; what to allow because of it'),
        run: recorded,
    },
];
