/** Verbs that change what may be reached. */
import {type Args, readDuration} from '../args.js';
import type {Endpoint} from '../../core/config/edit.js';
import type {TimedPermission} from '../../helper/dbus/answers.js';
import {call} from '../client.js';
import {_, fill} from '../i18n.js';
import {EXIT, ExitError} from '../output.js';
import {edit} from './groups.js';
import {show, type Verb} from './verb.js';

const list = (text: string): string | string[] => (text.includes(',') ? text.split(',') : text);

/** `a.example,b.example tcp/443 udp/443 --families 4` as an entry of `allow`. */
export function endpointOf(args: Args): Endpoint {
    const [, to, ...ports] = args.words;
    const families = args.value('--families');
    return {
        to: list(to!),
        ...(ports.length ? {ports: list(ports.join(','))} : {}),
        ...(families === null ? {} : {families: families.split(',').map(Number)}),
        ...(args.flag('--private') ? {private: true} : {}),
    };
}

/** How a permission can be told to end. */
export const UNTIL_USAGE = '--for TIME | --until-boot | --until-exit';
export const UNTIL_OPTIONS = {'--for': 'value', '--until-boot': 'flag', '--until-exit': 'flag'} as const;

/** `until` of AllowFor; null for a permission that stays. */
export function untilOf(args: Args): string | null {
    const time = args.value('--for');
    const ends = [
        ...(time === null ? [] : [String(readDuration(time))]),
        ...(args.flag('--until-boot') ? ['boot'] : []),
        ...(args.flag('--until-exit') ? ['exit'] : []),
    ];
    if (ends.length > 1)
        throw new ExitError(
            EXIT.usage,
            _('a permission ends once: give one of --for, --until-boot, --until-exit'),
        );
    return ends[0] ?? null;
}

/** For good, or for as long as the options say. */
export async function allowEndpoint(args: Args, subject: string, endpoint: Endpoint): Promise<number> {
    const until = untilOf(args);
    if (until === null) return edit([{verb: 'add-endpoint', subject, endpoint}], args);
    const timed = await call<TimedPermission>(
        'AllowFor',
        '(sss)',
        [subject, JSON.stringify(endpoint), until],
        true,
    );
    return show(timed, args, ({id}) => fill(_('Allowed for now; galafctl deny --timed {id} ends it.'), {id}));
}

async function deny(args: Args): Promise<number> {
    const id = args.value('--timed');
    if (id === null && args.words.length > 1)
        return edit([{verb: 'remove-endpoint', subject: args.words[0]!, endpoint: endpointOf(args)}], args);
    if (id === null || args.words.length)
        throw new ExitError(
            EXIT.usage,
            _('give a group and an endpoint, or --timed and the id of a permission'),
        );
    return show(await call<object>('EndTimed', '(s)', [id], true), args, () =>
        _('The permission has ended.'),
    );
}

/** What an endpoint can say beside destinations and ports. */
const ENDPOINT_USAGE = 'ENDPOINT[,…] [PORT…] [--families 4|6] [--private]';
const ENDPOINT_OPTIONS = {'--families': ['4', '6', '4,6'], '--private': 'flag'} as const;

export const PERMISSIONS: readonly Verb[] = [
    {
        name: 'allow',
        usage: `GROUP ${ENDPOINT_USAGE} [${UNTIL_USAGE}]`,
        words: [2, Infinity],
        places: ['subject', 'other'],
        options: {
            ...ENDPOINT_OPTIONS,
            ...UNTIL_OPTIONS,
        },
        help: () => _('let a group (or user:NAME) reach domains or addresses, for good or for a while'),
        run: args => allowEndpoint(args, args.words[0]!, endpointOf(args)),
    },
    {
        name: 'deny',
        usage: `GROUP ${ENDPOINT_USAGE}, or --timed ID`,
        words: [0, Infinity],
        places: ['subject', 'other'],
        options: {...ENDPOINT_OPTIONS, '--timed': 'value'},
        help: () => _('take a permission away'),
        run: deny,
    },
];
