/** What tcpdump's options mean for a capture: a few are for us, the rest is for tcpdump itself. */
import {readNumber} from './args.js';
import {_, fill} from './i18n.js';
import {EXIT, ExitError} from './output.js';

export interface CaptureOptions {
    /** Where everything goes as it is; null when tcpdump reads it. */
    readonly file: string | null;
    /** Bytes of each packet, 0 for all; packets to stop after, 0 for none. */
    readonly snaplen: number;
    readonly count: number;
    /** For tcpdump. */
    readonly rest: readonly string[];
}

/** One option, alone or from a bundle such as `-nc5`; or a word that is not looked into. */
interface Option {
    /** A letter; or a blank and a word that is passed on. */
    readonly name: string;
    readonly value: string | null;
}

/** tcpdump(8): options of one letter that have a value. */
const WITH_VALUE = 'BcCEFGijmMQrsTVwWyzZ';
/** Long options that are the same as one letter of ours or of those that are refused. */
const LONG: Readonly<Record<string, string>> = {
    'snapshot-length': 's',
    interface: 'i',
    'list-interfaces': 'D',
    'list-data-link-types': 'L',
    'list-time-stamp-types': 'J',
    'monitor-mode': 'I',
};
/** These say where packets come from, which is settled. */
const REFUSED = 'iDLJIrV';
/** These say how packets are shown, or tcpdump's own buffers: of no account for a file. */
const FOR_SHOWING = 'AbefHKlnNOpqStuUvxX#';

/** A filter may have words of one letter, which are no options. */
const asItIs = (word: string): Option => ({name: ` ${word}`, value: null});

function needValue(option: string, value: string | undefined): string {
    if (value === undefined) throw new ExitError(EXIT.usage, fill(_('{option} needs a value'), {option}));
    return value;
}

/** Letters up to one with a value, which is what follows, or the next word. */
function readBundle(word: string, next: () => string | undefined): Option[] {
    const options: Option[] = [];
    for (let at = 1; at < word.length; at++) {
        const name = word[at]!;
        if (!WITH_VALUE.includes(name)) {
            options.push({name, value: null});
            continue;
        }
        return [...options, {name, value: needValue(`-${name}`, word.slice(at + 1) || next())}];
    }
    return options;
}

function readLong(word: string, next: () => string | undefined): Option {
    const [long = '', attached] = word.slice(2).split(/=(.*)/s, 2);
    const name = LONG[long];
    if (name === undefined) return asItIs(word);
    if (!WITH_VALUE.includes(name)) return {name, value: null};
    return {name, value: needValue(`--${long}`, attached ?? next())};
}

/** In their order: which of the words behind a long option is its value, tcpdump knows. */
function readOptions(words: readonly string[]): Option[] {
    const options: Option[] = [];
    for (let at = 0; at < words.length; at++) {
        const word = words[at]!;
        const next = () => words[++at];
        if (word === '--') return [...options, ...words.slice(at).map(asItIs)];
        if (word.startsWith('--')) options.push(readLong(word, next));
        else if (word.startsWith('-') && word !== '-') options.push(...readBundle(word, next));
        else options.push(asItIs(word));
    }
    return options;
}

const readCount = (text: string | null): number => (text === null ? 0 : readNumber(text));

function refuse(options: readonly Option[]): void {
    const refused = options.find(({name}) => REFUSED.includes(name));
    if (!refused) return;
    const option = `-${refused.name}`;
    throw new ExitError(
        EXIT.usage,
        fill(_('{option} is of no use here: the packets are those of the app, on every interface'), {option}),
    );
}

const written = ({name, value}: Option): string[] =>
    name.startsWith(' ') ? [name.slice(1)] : [`-${name}`, ...(value === null ? [] : [value])];

/**
 * With -w and nothing that tcpdump would have to do, such as a filter, no tcpdump is needed, and what is written bears the
 * names of app and user. With anything else tcpdump does it all.
 */
export function readCaptureOptions(words: readonly string[]): CaptureOptions {
    const options = readOptions(words);
    refuse(options);
    const last = (name: string) => options.findLast(option => option.name === name)?.value ?? null;
    const snaplen = readCount(last('s'));
    const count = readCount(last('c'));
    const file = last('w');
    const ours = ({name}: Option) => `wsc${FOR_SHOWING}`.includes(name);
    if (file !== null && options.every(ours)) return {file, snaplen, count, rest: []};
    // Cutting packets short is done where they are captured; a second time would do no harm.
    const rest = options.filter(({name}) => name !== 's').flatMap(written);
    return {file: null, snaplen, count: 0, rest};
}
