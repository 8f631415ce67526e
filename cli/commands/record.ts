/** Verbs that find out what a group needs: let it reach everything for a while, and allow what it reached. */
import type {Args} from '../args.js';
import {applyEdits, type Edit, EditError} from '../../core/config/edit.js';
import type {SourceFile} from '../../core/config/types.js';
import {type Proposal, proposeEndpoints} from '../../core/policy/proposal.js';
import type {Attempts, Configuration, Status, TimedPermission} from '../../helper/dbus/answers.js';
import {call} from '../client.js';
import {_, fill} from '../i18n.js';
import {EXIT, ExitError} from '../output.js';
import {blockedText, proposalText} from '../views-findings.js';
import {edit} from './groups.js';
import {untilOf} from './permissions.js';
import {ask, queryOf} from './traffic.js';
import {show, type Verb} from './verb.js';

/** Most rows that the helper gives. */
const ALL = 10_000;

/** The key `record` of a group or of `user:NAME`; null takes it away. */
const setRecord = (subject: string, value: true | null): Edit =>
    subject.startsWith('user:')
        ? {verb: 'set', path: ['users', subject.slice('user:'.length), 'record'], value}
        : {verb: 'set-group', group: subject, key: 'record', value};

/** The edits that still change something: not what is allowed already, nor the end of a recording that is over. */
function needed<T>(
    sources: readonly SourceFile[],
    wanted: readonly T[],
    editOf: (item: T) => Edit,
    needless: EditError['code'],
): T[] {
    let files = [...sources];
    return wanted.filter(item => {
        try {
            files = applyEdits(files, [editOf(item)]);
            return true;
        } catch (error) {
            if (error instanceof EditError && error.code === needless) return false;
            throw error;
        }
    });
}

interface Review {
    readonly subject: string;
    readonly proposals: readonly Proposal[];
    /** Whether there was more than the helper gives at once. */
    readonly more: boolean;
}

const allowing =
    (subject: string) =>
    ({endpoint}: Proposal): Edit => ({verb: 'add-endpoint', subject, endpoint});

async function review(args: Args, subject: string): Promise<number> {
    const {attempts, more} = await ask<Attempts>('Recorded', {...queryOf(args), limit: ALL});
    const {revision, sources} = await call<Configuration>('ReadConfiguration');
    const proposals = needed(sources, proposeEndpoints(attempts), allowing(subject), 'conflict');
    const answer: Review = {subject, proposals, more};
    if (!args.flag('--accept')) return show(answer, args, proposalText);
    if (!proposals.length)
        throw new ExitError(EXIT.failed, _('nothing was recorded that is not allowed yet'));
    const end = needed(sources, [setRecord(subject, null)], item => item, 'not-found');
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
    return show(await ask<Attempts>('Recorded', queryOf(args)), args, blockedText);
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
    const written = needed(sources, [setRecord(subject, null)], item => item, 'not-found');
    // Where there was nothing to end at all, the helper says so.
    if (written.length || !ended) return edit([setRecord(subject, null)], args);
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
        usage: 'GROUP [--for TIME | --until-boot | --until-exit | --stop]',
        words: [1, 1],
        places: ['subject'],
        options: {'--for': 'value', '--until-boot': 'flag', '--until-exit': 'flag', '--stop': 'flag'},
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
