/** What the specs of the parser share. */
import {formatDiagnostic} from '../../../core/config/diagnostics.js';
import {parseConfig} from '../../../core/config/parse.js';
import type {Config, Diagnostic, SourceFile} from '../../../core/config/types.js';

export const parse = (text: string, ...more: SourceFile[]) =>
    parseConfig([{name: 'galaf.json', text}, ...more]);

export function good(value: unknown): Config {
    const {config, diagnostics} = parse(JSON.stringify(value));
    expect(diagnostics.map(formatDiagnostic)).toEqual([]);
    return config!;
}

export const group = (entry: unknown, config: unknown = {}) =>
    good({config, groups: {app: entry}}).groups[0]!;

/** The only diagnostic of a text. */
export function only(text: string): Diagnostic {
    const {config, diagnostics} = parse(text);
    expect(diagnostics.length).withContext(JSON.stringify(diagnostics)).toBe(1);
    if (diagnostics[0]?.severity === 'error') expect(config).toBeNull();
    return diagnostics[0]!;
}

export const onlyOf = (entry: unknown) => only(JSON.stringify({groups: {app: entry}}));
