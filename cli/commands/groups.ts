/** Verbs about app groups. */
import Gio from 'gi://Gio';
import type {Args} from '../args.js';
import type {Edit} from '../../core/config/edit.js';
import type {Applied, Deleted, List} from '../../helper/dbus/answers.js';
import {call} from '../client.js';
import {_} from '../i18n.js';
import {onInterrupt} from '../interrupt.js';
import {EXIT, ExitError, table} from '../output.js';
import {withProgress} from '../progress.js';
import {runGroup} from '../run.js';
import {listText} from '../views-list.js';
import {appliedText, deletedText} from '../views-policy.js';
import {show, simple, type Verb} from './verb.js';

/** Edits the files and applies them; with a revision, only if that is what is on disk. */
export async function edit(edits: readonly Edit[], args: Args, revision = ''): Promise<number> {
    const applied = await call<Applied>('Edit', '(ssu)', [JSON.stringify(edits), revision, 0], true);
    return show(applied, args, appliedText);
}

function addGroup(args: Args): Promise<number> {
    const title = args.value('--title');
    const command = args.list('--exec');
    if (command?.length === 0) throw new ExitError(EXIT.usage, _('--exec needs a program'));
    const entry = {...(title === null ? {} : {title}), ...(command ? {execv: command} : {})};
    return edit([{verb: 'add-group', group: args.words[0]!, entry}], args);
}

async function deleteGroup(args: Args): Promise<number> {
    const wanted = [args.words[0]!, args.flag('--force'), args.flag('--other-mounts')];
    const cancellable = new Gio.Cancellable();
    const forget = onInterrupt(() => cancellable.cancel());
    // The helper sees our name vanish from the bus, which is how it learns that nobody wants this any more.
    const work = call<Deleted>('DeleteGroup', '(sbb)', wanted, true, cancellable).finally(forget);
    const deleted = await withProgress(work, !args.json);
    show(deleted, args, deletedText);
    return deleted.kept.length ? EXIT.failed : EXIT.ok;
}

export const GROUPS: readonly Verb[] = [
    simple<List>(
        'list',
        () => _('app groups and users, and what they may reach, in words'),
        'List',
        listText,
    ),
    {
        name: 'group add',
        usage: 'NAME [--title TITLE] [--exec PROGRAM ARGUMENT…]',
        words: [1, 1],
        options: {'--title': 'value', '--exec': 'rest'},
        help: () => _('add a group and apply'),
        run: addGroup,
    },
    {
        name: 'group rename',
        usage: 'OLD NEW',
        words: [2, 2],
        places: ['group', 'other'],
        help: () => _("rename a group and apply; the group's id and rules stay"),
        run: args => edit([{verb: 'rename-group', group: args.words[0]!, to: args.words[1]!}], args),
    },
    {
        name: 'group delete',
        usage: 'NAME [--force] [--other-mounts]',
        words: [1, 1],
        options: {'--force': 'flag', '--other-mounts': 'flag'},
        places: ['group'],
        help: () => _('give the files of a group back, and delete it'),
        run: deleteGroup,
    },
    {
        name: 'group list',
        usage: '',
        words: [0, 0],
        help: () => _('ids and names'),
        run: async args => {
            const {groups} = await call<List>('List');
            return show({groups}, args, answer =>
                table(answer.groups.map(({name, gid}) => [String(gid), name])),
            );
        },
    },
    {
        name: 'run',
        usage: 'GROUP [ARGUMENT…]',
        words: [1, Infinity],
        passOn: 1,
        places: ['group', 'file'],
        help: () => _("start a group's command, as galaf does"),
        run: ({words}) => runGroup(words),
    },
];
