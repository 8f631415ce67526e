/** Diagnostics as text for people. */
import type {Diagnostic} from './types.js';

/** `file:line:column: error: message (path)`, and the hint on a line of its own. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
    const {file, line, column, severity, message, path, hint} = diagnostic;
    const where = line > 0 ? `${file}:${line}:${column}` : file;
    const subject = path ? ` (${path})` : '';
    return `${where}: ${severity}: ${message}${subject}${hint ? `\n    hint: ${hint}` : ''}`;
}
