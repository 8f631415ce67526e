/** Command lines: words and options of one verb. */
import {_, fill} from './i18n.js';
import {EXIT, ExitError} from './output.js';

/** What an option takes: nothing, a value (the name of a file), one of these words, the words up to the next option, or
 *  everything that follows. */
type Option = 'flag' | 'value' | 'file' | 'list' | 'rest' | readonly string[];

/** What a word stands for, so that a shell can complete it; a `subject` is a group or `user:NAME`. */
export type Place = 'group' | 'subject' | 'generation' | 'file' | 'other';

/** What a verb takes. */
export interface Syntax {
    /** Shown in help, for example `NAME [--title TITLE]`. */
    readonly usage: string;
    readonly words: readonly [minimum: number, maximum: number];
    readonly options?: Readonly<Record<string, Option>>;
    /** What its words stand for; the last one goes for all that follow. */
    readonly places?: readonly Place[];
    /** How many words are read before everything else is passed on as it is; `run` does that. */
    readonly passOn?: number;
}

export interface Args {
    readonly words: readonly string[];
    readonly json: boolean;
    readonly flag: (name: string) => boolean;
    readonly value: (name: string) => string | null;
    /** Words of an option of kind `list` or `rest`; null when it was not given. */
    readonly list: (name: string) => readonly string[] | null;
}

const usageError = (verb: string, {usage}: Syntax): ExitError =>
    new ExitError(EXIT.usage, fill(_('usage: {command}'), {command: `galafctl ${verb} ${usage}`.trimEnd()}));

/** @throws ExitError with the usage of the verb */
export function readArgs(verb: string, syntax: Syntax, line: readonly string[]): Args {
    const words: string[] = [];
    const given = new Map<string, readonly string[]>();
    let json = false;
    const refuse = (text: string) => {
        throw new ExitError(EXIT.usage, `${text}\n${usageError(verb, syntax).message}`);
    };
    for (let i = 0; i < line.length; i++) {
        const word = line[i]!;
        if (syntax.passOn !== undefined && words.length >= syntax.passOn) {
            words.push(word);
            continue;
        }
        const [name, attached] = word.startsWith('--') ? split(word) : [word, null];
        const kind = syntax.options?.[name];
        if (word === '--json') json = true;
        else if (kind === 'flag' && attached === null) given.set(name, []);
        else if (kind === 'value' || kind === 'file' || Array.isArray(kind)) {
            const value = attached ?? line[++i];
            if (value === undefined) return refuse(fill(_('{option} needs a value'), {option: name}));
            if (Array.isArray(kind) && !kind.includes(value))
                return refuse(fill(_('{option} is one of {words}'), {option: name, words: kind.join(', ')}));
            given.set(name, [value]);
        } else if (kind === 'list' && attached === null) {
            const end = line.findIndex((item, at) => at > i && item.startsWith('--'));
            given.set(name, line.slice(i + 1, end < 0 ? line.length : end));
            i = (end < 0 ? line.length : end) - 1;
        } else if (kind === 'rest' && attached === null) {
            given.set(name, line.slice(i + 1));
            break;
        } else if (word.startsWith('-') && word !== '-')
            refuse(fill(_('unknown option: {option}'), {option: word}));
        else words.push(word);
    }
    const [minimum, maximum] = syntax.words;
    if (words.length < minimum) throw usageError(verb, syntax);
    if (words.length > maximum) refuse(fill(_('unexpected argument: {word}'), {word: words[maximum]!}));
    return {
        words,
        json,
        flag: name => given.has(name),
        value: name => given.get(name)?.[0] ?? null,
        list: name => given.get(name) ?? null,
    };
}

function split(word: string): [name: string, value: string | null] {
    const at = word.indexOf('=');
    return at < 0 ? [word, null] : [word.slice(0, at), word.slice(at + 1)];
}

const UNITS: Readonly<Record<string, number>> = {'': 1, s: 1, m: 60, min: 60, h: 3600, d: 86400};

/** `90`, `90s`, `15m`, `1h`, `2d` as seconds. */
export function readDuration(text: string): number {
    const match = /^(\d{1,9})([a-z]*)$/.exec(text);
    const unit = UNITS[match?.[2] ?? '?'];
    const seconds = unit === undefined ? 0 : Number(match![1]) * unit;
    if (seconds < 1 || seconds > 0xffffffff)
        throw new ExitError(
            EXIT.usage,
            fill(_('"{text}" is no time; write for example 90s, 15m or 1h'), {text}),
        );
    return seconds;
}

/**
 * A time that lies behind, in seconds since 1970: a local date, a date with an hour, which with a Z is UTC, or how long ago.
 *
 * @param now the same of now
 */
export function readPast(text: string, now: number): number {
    const seconds = /^\d{4}-\d\d-\d\d(T\d\d:\d\dZ?)?$/.test(text)
        ? Math.floor(new Date(text.includes('T') ? text : `${text}T00:00`).getTime() / 1000)
        : now - readDuration(text);
    if (!Number.isFinite(seconds) || seconds > now || seconds < 0)
        throw new ExitError(
            EXIT.usage,
            fill(_('"{text}" is no time that lies behind; write for example 2026-11-01 or 7d'), {text}),
        );
    return seconds;
}

/** A number without a sign, such as that of a generation. */
export function readNumber(text: string): number {
    if (!/^\d{1,9}$/.test(text)) throw new ExitError(EXIT.usage, fill(_('"{text}" is no number'), {text}));
    return Number(text);
}
