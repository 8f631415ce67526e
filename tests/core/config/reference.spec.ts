import {renderReference} from '../../../core/config/reference.js';

// These specs run under GJS as well, where there is no `process` and no file at hand.
const node = (globalThis as {process?: {getBuiltinModule?(name: string): unknown}}).process;
const files = node?.getBuiltinModule?.('fs') as
    | {readFileSync(file: string, encoding: string): string}
    | undefined;

describe('docs/config.md', () => {
    it('names every key', () => {
        for (const key of ['gid_range', 'ping_group_range', 'execv', 'rule6', 'private', 'icmp_errors'])
            expect(renderReference()).toContain(`\`${key}\``);
    });

    if (files)
        it('is what the schema says; run `npm run docs` after a change', () => {
            expect(files.readFileSync('docs/config.md', 'utf8')).toBe(renderReference());
        });
});
