/** Packets of an app, into a file that the caller opened. */
import type Gio from 'gi://Gio';
import type {Caller} from '../caller.js';
import {capture, endOf, type Options} from '../captures.js';
import {InvalidArgumentError} from '../errors.js';
import {read} from '../files.js';
import {readObject} from './arguments.js';
import type {Methods} from './types.js';

const KEYS = ['snaplen', 'count'] as const;
const LARGEST = 0xffffffff;

function readOptions(text: string): Options {
    const value = readObject(text, 'the options are no JSON object');
    for (const [key, number] of Object.entries(value))
        if (!KEYS.includes(key as 'count') || !Number.isSafeInteger(number) || (number as number) < 0)
            throw new InvalidArgumentError(`"${key}" is no option, or its value no number`);
    const {snaplen = 0, count = 0} = value as Partial<Options>;
    return {snaplen: Math.min(snaplen, LARGEST), count: Math.min(count, LARGEST)};
}

/** Of open(2), the same on every architecture. */
const O_ACCMODE = 0o3;
const O_RDONLY = 0o0;

/** Whether it was opened for writing; what was opened with O_PATH looks like reading. */
function isWritable(fd: number): boolean {
    const [, flags = '0'] = /^flags:\s*([0-7]+)$/m.exec(read(`/proc/self/fdinfo/${fd}`) ?? '') ?? [];
    return (parseInt(flags, 8) & O_ACCMODE) !== O_RDONLY;
}

/** The one file that came along, which the list gives up: a copy that it kept would keep a pipe from ending. */
function take(files: Gio.UnixFDList | null, index: number): number {
    if (files?.get_length() !== 1 || index !== 0)
        throw new InvalidArgumentError('one open file has to come with the call');
    if (!isWritable(files.peek_fds()[0]!))
        throw new InvalidArgumentError('the open file is not open for writing');
    return files.steal_fds()[0]!;
}

export const CAPTURE: Methods = {
    Capture: ([subject, options, index]: [string, string, number], caller: Caller) =>
        capture(subject, readOptions(options), () => take(caller.files, index), caller),

    EndCapture: (_: [], {sender}: Caller) => endOf(sender),
};
