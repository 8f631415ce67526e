/** Verbs about files: those that need no helper, and export. */
import type {Args} from '../args.js';
import {mergeSources} from '../../core/config/editing/merge.js';
import {EditError} from '../../core/config/edit.js';
import {importClassic} from '../../core/config/import.js';
import type {Configuration, Preview} from '../../helper/dbus/answers.js';
import {call} from '../client.js';
import {_, said} from '../i18n.js';
import {writeText} from '../machine.js';
import {check, compare, generate, readSources} from '../offline.js';
import {EXIT, ExitError} from '../output.js';
import {changesText} from '../views-policy.js';
import {show, type Verb} from './verb.js';

const inputOf = (files: readonly string[], args: Args) => ({files, machine: args.value('--machine')});

/** Into the file of `-o`, or to standard output; notes about it go to standard error. */
function deliver(text: string, args: Args, notes: readonly string[] = []): number {
    const file = args.value('-o');
    if (args.json) print(JSON.stringify({text, notes}));
    else {
        if (notes.length) printerr(notes.map(said).join('\n'));
        if (file === null) print(text.replace(/\n$/, ''));
    }
    if (file !== null) writeText(file, text);
    return EXIT.ok;
}

function importFiles(args: Args): number {
    try {
        const {text, notes} = importClassic(readSources(args.words));
        return deliver(text, args, notes);
    } catch (error) {
        throw error instanceof EditError ? new ExitError(EXIT.invalid, said(error.message)) : error;
    }
}

async function exportConfiguration(args: Args): Promise<number> {
    const configuration = await call<Configuration>('ReadConfiguration');
    if (args.json) return show(configuration, args, () => '');
    if (!configuration.sources.length) throw new ExitError(EXIT.failed, _('there is no configuration yet'));
    return deliver(mergeSources(configuration.sources).text, args);
}

/** Without files: what the files on disk would change in the policy in force. */
async function diff(args: Args): Promise<number> {
    if (args.words.length) return compare(args.words, args);
    return show(await call<Preview>('Preview', '(a(ss))', [[]]), args, changesText);
}

export const FILES: readonly Verb[] = [
    {
        name: 'check',
        usage: '[--machine FILE] [FILE…]',
        words: [0, Infinity],
        options: {'--machine': 'file'},
        places: ['file'],
        help: () => _('every problem of the configuration (or of FILE)'),
        run: args => check(inputOf(args.words, args), args.json),
    },
    {
        name: 'generate',
        usage: 'FOLDER [--machine FILE] [--config FILE…]',
        words: [1, 1],
        options: {'--machine': 'file', '--config': 'list'},
        places: ['file'],
        help: () => _('render a policy into an empty folder; nothing is applied'),
        run: args => {
            const files = args.list('--config');
            if (files?.length === 0) throw new ExitError(EXIT.usage, _('--config needs a file'));
            return generate(args.words[0]!, inputOf(files ?? [], args), args.json);
        },
    },
    {
        name: 'diff',
        usage: '[FILE…]',
        words: [0, Infinity],
        places: ['file'],
        help: () => _('what the files on disk (or FILE instead of them) would change, in words'),
        run: diff,
    },
    {
        name: 'import',
        usage: '[-o FILE] FILE…',
        words: [1, Infinity],
        options: {'-o': 'file'},
        places: ['file'],
        help: () => _('rewrite files of the 2022 format with allow, keeping their meaning'),
        run: importFiles,
    },
    {
        name: 'export',
        usage: '[-o FILE]',
        words: [0, 0],
        options: {'-o': 'file'},
        help: () => _('the configuration as one file, drop-ins included'),
        run: exportConfiguration,
    },
];
