/** What tcpdump's options mean for a capture: a few are for us, the rest is for tcpdump itself. */
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

const LONG: Readonly<Record<string, string>> = {'--snapshot-length': '-s'};
/** Options that are ours when a file is written without tcpdump: file, bytes, packets; packets are never held back (-U). */
const OURS = ['-w', '-s', '-c'];

/** An option with its value, from `-w FILE`, `-wFILE`, `--snapshot-length=96`; null for anything else. */
function readOption(
    words: readonly string[],
    at: number,
): {name: string; value: string; words: number} | null {
    const word = words[at]!;
    const [long = '', attached] = word.split('=', 2);
    const name = LONG[long] ?? word.slice(0, 2);
    if (!OURS.includes(name) || (word.startsWith('--') && !LONG[long])) return null;
    const value = LONG[long] ? attached : word.slice(2) || undefined;
    if (value !== undefined) return {name, value, words: 1};
    const next = words[at + 1];
    if (next === undefined)
        throw new ExitError(EXIT.usage, fill(_('{option} needs a value'), {option: word}));
    return {name, value: next, words: 2};
}

function readCount(text: string | undefined): number {
    if (text === undefined) return 0;
    if (!/^\d{1,9}$/.test(text)) throw new ExitError(EXIT.usage, fill(_('"{text}" is no number'), {text}));
    return Number(text);
}

/**
 * With -w and nothing but -s, -c and -U, no tcpdump is needed, and what is written bears the names of app and user. With
 * anything else, such as a filter, tcpdump does it all.
 */
export function readCaptureOptions(words: readonly string[]): CaptureOptions {
    const given = new Map<string, string>();
    const rest: string[] = [];
    const others: string[] = [];
    for (let at = 0; at < words.length; ) {
        const option = readOption(words, at);
        const taken = words.slice(at, at + (option?.words ?? 1));
        if (option) given.set(option.name, option.value);
        else if (words[at] !== '-U') others.push(words[at]!);
        // Cutting packets short is done where they are captured; a second time would do no harm.
        if (option?.name !== '-s') rest.push(...taken);
        at += taken.length;
    }
    const snaplen = readCount(given.get('-s'));
    const file = others.length ? undefined : given.get('-w');
    if (file === undefined) return {file: null, snaplen, count: 0, rest};
    return {file, snaplen, count: readCount(given.get('-c')), rest: []};
}
