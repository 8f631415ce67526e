/** The verbs of galafctl. */
import {formatDiagnostic} from '../core/config/diagnostics.js';
import type {Applied, List, Stats, Status} from '../helper/dbus/answers.js';
import {call} from './client.js';
import {_, fill} from './i18n.js';
import {check, generate} from './offline.js';
import {EXIT, ExitError} from './output.js';
import {listText, statsText, statusText} from './views.js';

/** Command line after the verb. */
export interface Args {
    readonly words: readonly string[];
    readonly json: boolean;
}

type Command = (args: Args) => number | Promise<number>;

/** Prints the answer: as it is with --json, else as `view` words it. */
function show<T>(answer: T, json: boolean, view: (answer: T) => string): number {
    print(json ? JSON.stringify(answer) : view(answer));
    return EXIT.ok;
}

function appliedText({generation, created_groups: created, warnings}: Applied): string {
    return [
        ...warnings.map(formatDiagnostic),
        ...(created.length ? [fill(_('New groups: {names}.'), {names: created.join(', ')})] : []),
        fill(_('Generation {generation} is in force.'), {generation}),
    ].join('\n');
}

const noWords = ({words}: Args): void => {
    if (words.length)
        throw new ExitError(EXIT.usage, fill(_('unexpected argument: {word}'), {word: words[0]!}));
};

/** A mistyped option must not pass for a file; such a file can be named as ./--name. */
function noOptions(words: readonly string[]): void {
    const option = words.find(word => word.startsWith('-'));
    if (option !== undefined) throw new ExitError(EXIT.usage, fill(_('unknown option: {option}'), {option}));
}

async function addGroup(words: readonly string[], json: boolean): Promise<number> {
    const [name, ...rest] = words;
    const exec = rest.indexOf('--exec');
    const options = exec < 0 ? rest : rest.slice(0, exec);
    const command = exec < 0 ? null : rest.slice(exec + 1);
    const title = options[0] === '--title' ? options[1] : undefined;
    if (!name || (options.length && title === undefined) || options.length > 2 || command?.length === 0)
        throw new ExitError(
            EXIT.usage,
            _('usage: galafctl group add NAME [--title TITLE] [--exec PROGRAM ARGUMENT…]'),
        );
    const entry = {...(title ? {title} : {}), ...(command ? {execv: command} : {})};
    const applied = await call<Applied>(
        'Edit',
        '(ssu)',
        [JSON.stringify([{verb: 'add-group', group: name, entry}]), '', 0],
        true,
    );
    return show(applied, json, appliedText);
}

async function group({words: [verb, ...words], json}: Args): Promise<number> {
    switch (verb) {
        case 'add':
            return addGroup(words, json);
        case 'rename': {
            if (words.length !== 2)
                throw new ExitError(EXIT.usage, _('usage: galafctl group rename OLD NEW'));
            const edits = [{verb: 'rename-group', group: words[0], to: words[1]}];
            return show(
                await call<Applied>('Edit', '(ssu)', [JSON.stringify(edits), '', 0], true),
                json,
                appliedText,
            );
        }
        case 'list': {
            const {groups} = await call<List>('List');
            return show({groups}, json, answer =>
                answer.groups.map(({name, gid}) => `${gid}  ${name}`).join('\n'),
            );
        }
        default:
            throw new ExitError(EXIT.usage, _('usage: galafctl group add | rename | list'));
    }
}

/** Takes `--machine FILE` out of a command line. */
function takeMachine(all: readonly string[]): {words: string[]; machine: string | null} {
    const at = all.indexOf('--machine');
    if (at < 0) return {words: [...all], machine: null};
    const machine = all[at + 1];
    if (machine === undefined) throw new ExitError(EXIT.usage, _('--machine needs a file'));
    return {words: all.toSpliced(at, 2), machine};
}

function checkFiles({words: all, json}: Args): number {
    const {words: files, machine} = takeMachine(all);
    noOptions(files);
    return check({files, machine}, json);
}

function generateInto({words: all, json}: Args): number {
    const {words, machine} = takeMachine(all);
    const config = words.indexOf('--config');
    const files = config < 0 ? [] : words.slice(config + 1);
    const folders = config < 0 ? words : words.slice(0, config);
    noOptions([...folders, ...files]);
    if (folders.length !== 1 || (config >= 0 && !files.length))
        throw new ExitError(
            EXIT.usage,
            _('usage: galafctl generate FOLDER [--machine FILE] [--config FILE…]'),
        );
    return generate(folders[0]!, {files, machine}, json);
}

/** A verb without arguments that calls the helper. */
function simple<T>(method: string, view: (answer: T) => string, changes = false): Command {
    return async args => {
        noWords(args);
        return show(await call<T>(method, '()', [], changes), args.json, view);
    };
}

export const COMMANDS: Readonly<Record<string, Command>> = {
    check: checkFiles,
    generate: generateInto,
    apply: async args => {
        noWords(args);
        return show(await call<Applied>('Apply', '(su)', ['', 0], true), args.json, appliedText);
    },
    status: simple<Status>('Status', statusText),
    list: simple<List>('List', listText),
    group,
    stats: simple<Stats>('Stats', statsText),
    stop: simple('Stop', () => _('Stopped: every program reaches the network.'), true),
    start: simple<{generation: number}>(
        'Start',
        ({generation}) => fill(_('Generation {generation} is in force.'), {generation}),
        true,
    ),
};

export const HELP = () =>
    _(`galafctl COMMAND [--json]

  check [--machine FILE] [FILE…]
                             every problem of the configuration (or of FILE)
  generate FOLDER [--machine FILE] [--config FILE…]
                             render a policy into an empty folder; nothing is applied
  apply                      put the configuration in force
  status                     what is in force
  list                       app groups and what they may reach, in words
  group add NAME [--title TITLE] [--exec PROGRAM ARGUMENT…]
  group rename OLD NEW       keeps the group's id and rules
  group list                 ids and names
  stats                      traffic by user and group
  stop                       open the network until the next start, over boots too
  start                      put the last applied policy in force again

Exit codes: 0 done, 1 failed, 2 usage, 3 invalid configuration, 4 not authorised, 5 no helper.`);
