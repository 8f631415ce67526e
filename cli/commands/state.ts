/** Verbs that only look. */
import {type Args, readDuration} from '../args.js';
import type {Attempts, Doctor, Explanation, Stats, Status} from '../../helper/dbus/answers.js';
import {call} from '../client.js';
import {_} from '../i18n.js';
import {EXIT} from '../output.js';
import {statsText, statusText} from '../views.js';
import {blockedText, doctorText, explanationText} from '../views-findings.js';
import {show, simple, type Verb} from './verb.js';

/** What the helper is asked for: a group or `user:NAME`, and since when. */
function queryOf({words: [subject], value}: Args): string {
    const since = value('--since');
    const user = subject?.startsWith('user:') ? subject.slice('user:'.length) : null;
    return JSON.stringify({
        ...(subject === undefined ? {} : user === null ? {group: subject} : {user}),
        ...(since === null ? {} : {since: Math.floor(Date.now() / 1000) - readDuration(since)}),
    });
}

/** Attempts of one kind that the monitor has seen. */
const attempts = (name: string, method: string, help: () => string): Verb => ({
    name,
    usage: '[GROUP] [--since TIME]',
    words: [0, 1],
    options: {'--since': 'value'},
    help,
    run: async args => show(await call<Attempts>(method, '(s)', [queryOf(args)]), args, blockedText),
});

export const STATE: readonly Verb[] = [
    simple<Status>('status', () => _('what is in force'), 'Status', statusText),
    simple<Stats>('stats', () => _('traffic by user and group'), 'Stats', statsText),
    attempts('blocked', 'Blocked', () => _('what was refused, latest first')),
    attempts('recorded', 'Recorded', () => _('where groups with record have been, latest first')),
    {
        name: 'explain',
        usage: 'GROUP HOST [PORT]',
        words: [2, 3],
        help: () => _('why a group may reach a host or not, and what would change that'),
        run: async args => {
            const [group, host, ports = ''] = args.words;
            return show(
                await call<Explanation>('Explain', '(sss)', [group, host, ports]),
                args,
                explanationText,
            );
        },
    },
    {
        name: 'doctor',
        usage: '',
        words: [0, 0],
        help: () => _('holes and mistakes of this machine, each with what mends it'),
        run: async args => {
            const doctor = await call<Doctor>('Doctor');
            show(doctor, args, doctorText);
            return doctor.findings.some(({severity}) => severity === 'high') ? EXIT.failed : EXIT.ok;
        },
    },
];
