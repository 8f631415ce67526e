/** Verbs that say how things are. */
import type {Doctor, Explanation, Status} from '../../helper/dbus/answers.js';
import {call} from '../client.js';
import {_} from '../i18n.js';
import {EXIT} from '../output.js';
import {doctorText, explanationText} from '../views-findings.js';
import {statusText} from '../views-status.js';
import {show, simple, type Verb} from './verb.js';

export const STATE: readonly Verb[] = [
    simple<Status>('status', () => _('what is in force'), 'Status', statusText),
    {
        name: 'explain',
        usage: 'GROUP HOST [PORT]',
        words: [2, 3],
        places: ['subject', 'other'],
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
