/// <reference types="node" />
/** The policies that the documents show are ones, on a machine with the users and groups that Debian has from the start. */
import {readFileSync} from 'node:fs';
import {parseConfig} from '../../core/config/parse.js';
import {resolvePolicy} from '../../core/policy/resolve.js';
import {machine} from '../core/policy/fixtures.js';

/** Of base-passwd: names that an app group may well be given. */
const GROUPS = ['mail', 'news', 'proxy', 'backup', 'games', 'video', 'users'];
const debian = {
    ...machine,
    users: [...machine.users, {name: 'sshd', uid: 993, gid: 65534, home: '/run/sshd', shell: '/usr/sbin/nologin'}],
    groups: [...machine.groups, ...GROUPS.map((name, i) => ({name, gid: 8 + i, members: []}))],
};

/** Indented blocks that begin and end with a brace of the same depth. */
const examples = (file: string): string[] =>
    [...readFileSync(file, 'utf8').matchAll(/^( {4,})\{\n[^]*?^\1\}$/gm)]
        .map(([text]) => text)
        .filter(text => text.includes('"groups": {'));

describe('an example', () => {
    for (const file of ['README.md', 'docs/config.md'])
        it(`of ${file} can be applied as it stands`, () => {
            const texts = examples(file);
            expect(texts.length).toBeGreaterThan(0);
            for (const text of texts) {
                const {config, diagnostics} = parseConfig([{name: file, text}]);
                expect(diagnostics).toEqual([]);
                expect(resolvePolicy(config!, debian).diagnostics).toEqual([]);
            }
        });
});
