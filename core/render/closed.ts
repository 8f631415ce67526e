/** closed.nft: the drop-all table that boot loads first, so that a policy which fails to load leaves nothing open. */
import {INPUT_HOOK, OUTPUT_HOOK} from './chains.js';
import {TABLE_COMMENT} from './ruleset.js';
import {renderChain} from './text.js';

export function renderClosed(table: string): string {
    const chains = [
        {name: 'output', hook: OUTPUT_HOOK, rules: ['oif "lo" accept']},
        {name: 'input', hook: INPUT_HOOK, rules: ['iif "lo" accept']},
    ];
    return [
        '# Written by Galaf. Loaded at boot before the policy.\n',
        `table inet ${table} {\n    ${TABLE_COMMENT}\n}\n\n`,
        `flush table inet ${table}\n\n`,
        `table inet ${table} {\n${chains.map(renderChain).join('\n')}}\n`,
    ].join('');
}
