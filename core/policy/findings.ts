import type {Diagnostic, Origin} from '../config/types.js';

/** A diagnostic at the place where its cause is written. */
export function finding(
    origin: Origin,
    severity: Diagnostic['severity'],
    code: string,
    message: string,
    extra: {hint?: string; path?: string} = {},
): Diagnostic {
    const {file, line, column, path} = origin;
    return {
        file,
        line,
        column,
        path: extra.path ?? path,
        severity,
        code,
        message,
        ...(extra.hint ? {hint: extra.hint} : {}),
    };
}

/** Place of a finding about a setting as a whole; the parser keeps no position for these. */
export function settingOrigin(path: string): Origin {
    return {file: 'galaf.json', line: 1, column: 1, path};
}
