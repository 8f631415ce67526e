/// <reference types="node" />
// What is said about the launcher and stands in its sources.
import {readFileSync} from 'node:fs';

const read = (file: string): string => readFileSync(file, 'utf8');

describe('the launcher', () => {
    it('has the exit codes that are documented', () => {
        const codes = [...read('native/galaf.h').matchAll(/^\tEXIT_\w+ = (\d+),/gm)].map(match => match[1]);
        expect(codes.length).toBeGreaterThan(10);
        for (const file of ['docs/launcher.md', 'docs/man/galaf.1.md']) {
            const documented = [...read(file).matchAll(/^\| (\d+) \|/gm)].map(match => match[1]);
            expect(documented).withContext(file).toEqual(codes);
        }
    });

    it('is less than 400 lines of C, headers of its own included', () => {
        const makefile = read('native/Makefile');
        const sources = /^SOURCES\s*:= (.*)$/m.exec(makefile)![1]!.split(' ');
        const code = [...sources, 'galaf.h'].flatMap(file =>
            read(`native/${file}`)
                .replace(/\/\*[^]*?\*\/|^\s*\/\/.*$/gm, '')
                .split('\n')
                .filter(line => line.trim()),
        );
        expect(sources.length).toBeGreaterThan(1);
        expect(code.length).toBeLessThan(400);
    });
});
