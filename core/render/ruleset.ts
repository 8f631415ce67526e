/** ruleset.nft: the complete table, loadable onto an empty kernel, the drop-all table or an older generation. */
import type {Policy} from '../policy/types.js';
import {renderChains} from './chains.js';
import {declarations, fixedElements, flushes} from './objects.js';
import {addElements, renderChain} from './text.js';

/** By this comment everybody recognises a table of ours. */
export const TABLE_COMMENT = 'comment "managed by galaf"';

export function renderRuleset(policy: Policy): string {
    const {table} = policy.settings;
    const {chains, elements} = renderChains(policy);
    const all = new Map([...fixedElements(policy), ...elements]);
    return [
        '# Written by Galaf. One transaction: objects that exist stay as they are, with what they learned and counted;\n',
        '# rules and everything that follows from the policy are replaced.\n',
        `table inet ${table} {\n    ${TABLE_COMMENT}\n\n${declarations(policy)}}\n\n`,
        `flush table inet ${table}\n${flushes(policy)}\n`,
        `table inet ${table} {\n${chains.map(renderChain).join('\n')}}\n\n`,
        ...[...all].map(([name, list]) => addElements(table, name, list)),
    ].join('');
}
