/** What an apply would do, without doing it. */
import type {SourceFile} from '../../core/config/types.js';
import {risksInWords} from '../../core/policy/risks.js';
import {changesInWords} from '../../core/policy/titles.js';
import {renderGeneration} from '../../core/render/generation.js';
import type {Preview} from '../dbus/answers.js';
import * as groups from './groups.js';
import {configInForce, renamesTo} from './in-force.js';
import {examine} from './prepare.js';

export async function preview(sources: readonly SourceFile[]): Promise<Preview> {
    const renames = renamesTo(sources);
    const {policy, diagnostics} = await examine(sources, renames);
    if (!policy)
        return {diagnostics, summary: [], titled_summary: [], risks: [], created_groups: [], files: []};
    const before = configInForce();
    const renamed = new Set(renames.map(([, to]) => to));
    return {
        diagnostics,
        ...changesInWords(before, policy.config),
        risks: risksInWords(before, policy.config),
        created_groups: groups.missing(policy).filter(name => !renamed.has(name)),
        files: [...renderGeneration(policy)].map(([name, text]) => ({name, text})),
    };
}
