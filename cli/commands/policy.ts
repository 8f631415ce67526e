/** Verbs that put policies in force. */
import {type Args, readDuration, readNumber} from '../args.js';
import type {Applied, Generations, Status} from '../../helper/dbus/answers.js';
import {call} from '../client.js';
import {_, fill} from '../i18n.js';
import {EXIT, ExitError} from '../output.js';
import {appliedText, generationsText} from '../views-policy.js';
import {show, simple, type Verb} from './verb.js';

const trialOf = (args: Args): number => {
    const text = args.value('--trial');
    return text === null ? 0 : readDuration(text);
};

/** The generation that is named, or the one on trial. */
async function onTrial({words: [number]}: Args): Promise<number> {
    if (number !== undefined) return readNumber(number);
    const {trial} = await call<Status>('Status');
    if (!trial) throw new ExitError(EXIT.failed, _('no policy is on trial'));
    return trial.generation;
}

const inForce = ({generation}: {generation: number}): string =>
    fill(_('Generation {generation} is in force.'), {generation});

export const POLICY: readonly Verb[] = [
    {
        name: 'apply',
        usage: '[--trial TIME]',
        words: [0, 0],
        options: {'--trial': 'value'},
        help: () => _('put the configuration in force; on trial, it goes back unless confirmed'),
        run: async args =>
            show(await call<Applied>('Apply', '(su)', ['', trialOf(args)], true), args, appliedText),
    },
    {
        name: 'confirm',
        usage: '[GENERATION]',
        words: [0, 1],
        places: ['generation'],
        help: () => _('keep the policy that is on trial'),
        run: async args => {
            const generation = await onTrial(args);
            const answer = await call<object>('Confirm', '(u)', [generation], true);
            return show(answer, args, () => fill(_('Generation {generation} is kept.'), {generation}));
        },
    },
    {
        name: 'revert',
        usage: '[GENERATION]',
        words: [0, 1],
        places: ['generation'],
        help: () => _('end the trial now and go back'),
        run: async args => {
            const answer = await call<object>('Revert', '(u)', [await onTrial(args)], true);
            return show(answer, args, () => _('The policy before the trial is in force again.'));
        },
    },
    simple<Generations>(
        'generations',
        () => _('policies that were applied, with date, author and changes'),
        'Generations',
        generationsText,
    ),
    {
        name: 'rollback',
        usage: 'GENERATION [--trial TIME]',
        words: [1, 1],
        places: ['generation'],
        options: {'--trial': 'value'},
        help: () => _('put an earlier policy in force, and its files back'),
        run: async args => {
            const wanted = [readNumber(args.words[0]!), trialOf(args)];
            return show(await call<Applied>('Rollback', '(uu)', wanted, true), args, appliedText);
        },
    },
    simple(
        'stop',
        () => _('open the network until the next start, over boots too'),
        'Stop',
        () => _('Stopped: every program reaches the network.'),
        true,
    ),
    simple<{generation: number}>(
        'start',
        () => _('put the last applied policy in force again'),
        'Start',
        inForce,
        true,
    ),
    {
        name: 'pause',
        usage: 'TIME',
        words: [1, 1],
        help: () => _('open the network for a while, such as 90s or 15m'),
        run: async args => {
            const seconds = readDuration(args.words[0]!);
            const answer = await call<object>('Pause', '(u)', [seconds], true);
            return show(answer, args, () =>
                fill(_('Paused for {time}: every program reaches the network.'), {time: args.words[0]!}),
            );
        },
    },
];
