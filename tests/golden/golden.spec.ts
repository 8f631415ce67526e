/// <reference types="node" />
// Each folder NN-name holds a configuration (galaf.json, galaf.d/*.json), perhaps a machine.json that differs from the
// common one, and what comes out: expected/ and expected-diagnostics.txt. UPDATE_GOLDEN=1 rewrites; then read the diff.
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {parseConfig} from '../../core/config/parse.js';
import type {Diagnostic, SourceFile} from '../../core/config/types.js';
import {resolvePolicy} from '../../core/policy/resolve.js';
import type {GenerationFiles, Machine} from '../../core/policy/types.js';
import {renderGeneration} from '../../core/render/generation.js';

const root = 'tests/golden';
const update = process.env.UPDATE_GOLDEN === '1';

function read(file: string): string {
    return readFileSync(file, 'utf8');
}

function sources(folder: string): SourceFile[] {
    const dropIns = path.join(folder, 'galaf.d');
    const names = existsSync(dropIns) ? readdirSync(dropIns).sort() : [];
    return ['galaf.json', ...names.map(name => `galaf.d/${name}`)].map(name => ({
        name,
        text: read(path.join(folder, name)),
    }));
}

function machineOf(folder: string): Machine {
    const common = JSON.parse(read(path.join(root, 'machine.json'))) as Machine;
    const own = path.join(folder, 'machine.json');
    return existsSync(own) ? {...common, ...(JSON.parse(read(own)) as Partial<Machine>)} : common;
}

function diagnosticText({file, line, column, path: at, severity, code, message, hint}: Diagnostic): string {
    return `${file}:${line}:${column}: ${severity} ${code} at ${at}: ${message}${hint ? `\n    ${hint}` : ''}\n`;
}

/** Zero bytes are shown, each at the end of a line, so that launch files can be read and diffed. */
const visible = (text: string) => text.replaceAll('\0', '\\0\n');

interface Outcome {
    readonly diagnostics: string;
    readonly files: GenerationFiles;
}

function run(folder: string): Outcome {
    const parsed = parseConfig(sources(folder));
    const resolved = parsed.config ? resolvePolicy(parsed.config, machineOf(folder)) : null;
    const diagnostics = [...parsed.diagnostics, ...(resolved?.diagnostics ?? [])];
    const files = resolved?.policy ? renderGeneration(resolved.policy) : new Map<string, string>();
    return {
        diagnostics: diagnostics.map(diagnosticText).join(''),
        files: new Map([...files].map(([name, text]) => [name, visible(text)])),
    };
}

function list(directory: string, prefix = ''): string[] {
    if (!existsSync(directory)) return [];
    return readdirSync(directory).flatMap(name => {
        const file = path.join(directory, name);
        return statSync(file).isDirectory() ? list(file, `${prefix}${name}/`) : [`${prefix}${name}`];
    });
}

function write(folder: string, {diagnostics, files}: Outcome): void {
    writeFileSync(path.join(folder, 'expected-diagnostics.txt'), diagnostics);
    rmSync(path.join(folder, 'expected'), {recursive: true, force: true});
    for (const [name, text] of files) {
        const file = path.join(folder, 'expected', name);
        mkdirSync(path.dirname(file), {recursive: true});
        writeFileSync(file, text);
    }
}

describe('golden', () => {
    const folders = readdirSync(root).filter(name => /^\d\d-/.test(name));

    it('covers at least 25 configurations', () => {
        expect(folders.length).toBeGreaterThanOrEqual(25);
    });

    for (const name of folders) {
        it(name, () => {
            const folder = path.join(root, name);
            const outcome = run(folder);
            if (update) write(folder, outcome);
            expect(outcome.diagnostics).toBe(read(path.join(folder, 'expected-diagnostics.txt')));
            const expected = path.join(folder, 'expected');
            expect([...outcome.files.keys()].sort()).toEqual(list(expected).sort());
            for (const [file, text] of outcome.files)
                if (existsSync(path.join(expected, file)))
                    expect(text).withContext(file).toBe(read(path.join(expected, file)));
        });
    }
});
