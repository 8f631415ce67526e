/** Diagnostics as text for people. */
import type {Diagnostic} from './types.js';

/** Keys and values are quoted in messages; a terminal must not obey what stands in them. */
const visible = (text: string): string =>
    text.replace(/[\u0000-\u001f\u007f-\u009f]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** `file:line:column: error: message (path)`, and the hint on a line of its own. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
    const {file, line, column, severity, message, path, hint} = diagnostic;
    const where = line > 0 ? `${file}:${line}:${column}` : file;
    const subject = path ? ` (${path})` : '';
    const way = hint ? `\n    hint: ${visible(hint)}` : '';
    return visible(`${where}: ${severity}: ${message}${subject}`) + way;
}
