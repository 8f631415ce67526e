/** Verbs about what goes over the network. */
import {type Args, readDuration, readPast} from '../args.js';
import type {Attempts, History, Stats} from '../../helper/dbus/answers.js';
import {runCapture} from '../capture.js';
import {readCaptureOptions} from '../capture-options.js';
import {call} from '../client.js';
import {_} from '../i18n.js';
import {pause} from '../interrupt.js';
import {EXIT, ExitError, isTerminal} from '../output.js';
import {hostsText, narrower} from '../views-findings.js';
import {addedUp, historyText, ratesSince, statsText, sumOf, type Rates} from '../views-traffic.js';
import {show, type Verb} from './verb.js';

const WATCH_SECONDS = 2;
const HOUR = 3600;
/** One sum of all, whatever the hours are dated. */
const CENTURY = HOUR * 24 * 36525;
/** Most rows that the helper gives. */
export const ALL = 10_000;
/** To the upper left corner, and away with what stood there. */
const CLEAR_SCREEN = '\u001b[H\u001b[J';

/** A group or `user:NAME`, as a member of a query. */
export const whose = (subject: string | undefined): {group?: string; user?: string} =>
    subject === undefined
        ? {}
        : subject.startsWith('user:')
          ? {user: subject.slice('user:'.length)}
          : {group: subject};

/** What the helper is asked for: whose, and since when (seconds since 1970). */
export function queryOf({words: [subject], value}: Args): object {
    const since = value('--since');
    return {
        ...whose(subject),
        ...(since === null ? {} : {since: Math.floor(Date.now() / 1000) - readDuration(since)}),
    };
}

export const ask = <T>(method: string, query: object): Promise<T> =>
    call<T>(method, '(s)', [JSON.stringify(query)]);

/** Sums of the history from a time on, in the shape of what counts since boot. */
async function statsSince(args: Args, text: string, by: 'user' | 'group' | null): Promise<number> {
    const now = Math.floor(Date.now() / 1000);
    const since = readPast(text, now);
    const {rows, more} = await ask<History>('History', {since, step: CENTURY, limit: ALL});
    return show({...addedUp(sumOf(rows), by), since, more}, args, answer =>
        [statsText(answer), ...narrower(more)].join('\n'),
    );
}

async function stats(args: Args): Promise<number> {
    const by = args.value('--by') as 'user' | 'group' | 'host' | null;
    const since = args.value('--since');
    if (since !== null) {
        if (args.flag('--watch') || by === 'host')
            throw new ExitError(EXIT.usage, _('--since goes with neither --watch nor --by host'));
        return statsSince(args, since, by);
    }
    let before: Stats | null = null;
    const once = async () => {
        if (by === 'host') return show(await ask<Attempts>('Destinations', {}), args, hostsText);
        const now = addedUp(await call<Stats>('Stats'), by);
        const rates: Rates | null = before && ratesSince(before, now, WATCH_SECONDS);
        before = now;
        return show(now, args, answer => statsText(answer, rates));
    };
    if (!args.flag('--watch')) return once();
    const repaints = !args.json && isTerminal(1);
    do {
        if (repaints) print(CLEAR_SCREEN);
        await once();
    } while (await pause(WATCH_SECONDS));
    return EXIT.ok;
}

async function history(args: Args): Promise<number> {
    const text = args.value('--step');
    const step = text === null ? HOUR : readDuration(text);
    if (step % HOUR) throw new ExitError(EXIT.usage, _('--step takes whole hours, such as 6h or 1d'));
    const until = args.value('--until');
    const query = {
        ...queryOf(args),
        ...(text === null ? {} : {step}),
        ...(until === null ? {} : {until: readPast(until, Math.floor(Date.now() / 1000))}),
        limit: ALL,
    };
    return show(await ask<History>('History', query), args, historyText);
}

async function forget(args: Args): Promise<number> {
    const [subject] = args.words;
    if ((subject === undefined) !== args.flag('--all'))
        throw new ExitError(EXIT.usage, _('say whose history to forget: a group, user:NAME or --all'));
    const query = subject === undefined ? {all: true} : whose(subject);
    const answer = await call<object>('ClearHistory', '(s)', [JSON.stringify(query)], true);
    return show(answer, args, () => _('Forgotten.'));
}

function capture({words: [subject, ...options], json}: Args): Promise<number> {
    return runCapture(subject!, readCaptureOptions(options), captured => {
        if (json) print(JSON.stringify(captured));
    });
}

const SINCE = {'--since': 'value'} as const;

export const TRAFFIC: readonly Verb[] = [
    {
        name: 'stats',
        usage: '[--by user|group|host] [--watch | --since DATE]',
        words: [0, 0],
        options: {'--by': ['user', 'group', 'host'], '--watch': 'flag', ...SINCE},
        help: () => _('traffic by user and group; which hosts were reached'),
        run: stats,
    },
    {
        name: 'history',
        usage: '[GROUP] [--since TIME] [--until DATE] [--step TIME]',
        words: [0, 1],
        places: ['subject'],
        options: {...SINCE, '--until': 'value', '--step': 'value'},
        help: () => _('traffic by the hour, or by steps of whole hours'),
        run: history,
    },
    {
        name: 'forget',
        usage: 'GROUP, or --all',
        words: [0, 1],
        places: ['subject'],
        options: {'--all': 'flag'},
        help: () => _('delete what is known of a group (or user:NAME): attempts, hosts, traffic'),
        run: forget,
    },
    {
        name: 'capture',
        usage: 'GROUP|USER|MARK [-w FILE] [TCPDUMP OPTION…]',
        words: [1, Infinity],
        passOn: 1,
        places: ['subject', 'file'],
        help: () => _('show packets with tcpdump, or write them to a file for Wireshark'),
        run: capture,
    },
];
