import {DOCUMENTS} from '../../../core/docs.js';

// These specs run under GJS as well, where there is no `process` and no file at hand.
const node = (globalThis as {process?: {getBuiltinModule?(name: string): unknown}}).process;
const files = node?.getBuiltinModule?.('fs') as
    | {readFileSync(file: string, encoding: string): string}
    | undefined;

for (const [name, render] of Object.entries(DOCUMENTS))
    describe(name, () => {
        it('names every key', () => {
            for (const key of ['gid_range', 'ping_group_range', 'execv', 'rule6', 'private', 'icmp_errors'])
                expect(render()).toContain(key);
        });

        if (files)
            it('is what the schema says; run `npm run docs` after a change', () => {
                expect(files.readFileSync(name, 'utf8')).toBe(render());
            });
    });
