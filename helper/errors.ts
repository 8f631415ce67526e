/** What can go wrong, as types; one table maps them to D-Bus names, one place turns them into text. */
import {formatDiagnostic} from '../core/config/diagnostics.js';
import {EditError} from '../core/config/edit.js';
import type {Diagnostic} from '../core/config/types.js';

export class GalafError extends Error {
    override name = 'GalafError';

    /** What a program can make of it: sent with the text, see ErrorData in dbus/client.ts. */
    get data(): object {
        return {};
    }
}

/** The configuration has errors; nothing was touched. */
export class InvalidConfigurationError extends GalafError {
    override name = 'InvalidConfigurationError';

    constructor(readonly diagnostics: readonly Diagnostic[]) {
        super(diagnostics.map(formatDiagnostic).join('\n'));
    }

    override get data(): object {
        return {diagnostics: this.diagnostics};
    }
}

/** A step of an apply failed; what had been done was undone. */
export class ApplyFailedError extends GalafError {
    override name = 'ApplyFailedError';

    constructor(
        readonly step: string,
        cause: unknown,
    ) {
        super(`${step} failed, the policy in force is unchanged: ${messageOf(cause)}`, {cause});
    }
}

/** The rules are in force, but something around them is not as it should be. */
export class IncompleteError extends GalafError {
    override name = 'IncompleteError';

    constructor(
        readonly generation: number,
        cause: unknown,
    ) {
        super(`generation ${generation} is in force, but not everything around it: ${messageOf(cause)}`, {
            cause,
        });
    }
}

/** polkit said no, or could not be asked. */
export class NotAuthorizedError extends GalafError {
    override name = 'NotAuthorizedError';
}

/** Something that exists stands in the way. */
export class ConflictError extends GalafError {
    override name = 'ConflictError';
}

/** The files are not what the caller last saw. */
export class ChangedError extends ConflictError {
    override name = 'ChangedError';

    constructor(readonly revision: string) {
        super('the configuration changed since it was read; look at it again before you apply');
    }

    override get data(): object {
        return {revision: this.revision};
    }
}

/** Processes of an app group stand in the way. */
export class BusyError extends GalafError {
    override name = 'BusyError';

    constructor(
        message: string,
        readonly pids: readonly number[],
    ) {
        super(message);
    }

    override get data(): object {
        return {pids: this.pids};
    }
}

/** Whoever asked for it called it off. */
export class CancelledError extends GalafError {
    override name = 'CancelledError';
}

/** The caller asked for something that cannot be: an argument has the wrong form. */
export class InvalidArgumentError extends GalafError {
    override name = 'InvalidArgumentError';
}

export class NotFoundError extends GalafError {
    override name = 'NotFoundError';
}

/** A program that the helper ran failed: with an exit status, or by a signal, in words. */
export class CommandError extends GalafError {
    override name = 'CommandError';

    constructor(
        readonly program: string,
        readonly end: number | string,
        readonly output = '',
    ) {
        super(`${program} ended with ${end}${output ? `: ${output}` : ''}`);
    }
}

/** What went wrong, as text. GLib's errors are no instances of Error in GJS. */
export const messageOf = (error: unknown): string =>
    String((error as {message?: unknown} | null)?.message || error);

const DBUS_NAMES: readonly (readonly [new (...args: never[]) => Error, string])[] = [
    [InvalidConfigurationError, 'InvalidConfiguration'],
    [ApplyFailedError, 'ApplyFailed'],
    [IncompleteError, 'Incomplete'],
    [NotAuthorizedError, 'NotAuthorized'],
    [ConflictError, 'Conflict'],
    [NotFoundError, 'NotFound'],
    [BusyError, 'Busy'],
    [CancelledError, 'Cancelled'],
    [InvalidArgumentError, 'InvalidArgument'],
];

/** Last parts of all the names on the bus. */
export const ERROR_NAMES: readonly string[] = [...DBUS_NAMES.map(([, name]) => name), 'Failed'];

const EDIT_NAMES: Readonly<Record<EditError['code'], string>> = {
    'not-found': 'NotFound',
    conflict: 'Conflict',
    invalid: 'InvalidArgument',
};

/** The D-Bus name of an error; what is not ours is `Failed`. */
export function dbusName(error: unknown): string {
    const known = DBUS_NAMES.find(([type]) => error instanceof type);
    const edit = error instanceof EditError ? EDIT_NAMES[error.code] : undefined;
    return `org.galaf.Error.${known?.[1] ?? edit ?? 'Failed'}`;
}
