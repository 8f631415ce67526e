/** What an apply would do, without doing it. */
import {parseConfig} from '../../core/config/parse.js';
import type {Config, SourceFile} from '../../core/config/types.js';
import {risksInWords} from '../../core/policy/risks.js';
import {changesInWords} from '../../core/policy/titles.js';
import {renderGeneration} from '../../core/render/generation.js';
import type {Preview} from '../dbus/answers.js';
import * as generations from './generations.js';
import * as groups from './groups.js';
import {examine} from './prepare.js';

/** The configuration in force; null before the first apply, or when this version does not read it any more. */
export function configInForce(): Config | null {
    const current = generations.current();
    return current === null ? null : parseConfig(generations.sourcesOf(current)).config;
}

export async function preview(sources: readonly SourceFile[]): Promise<Preview> {
    const {policy, diagnostics} = await examine(sources);
    if (!policy)
        return {diagnostics, summary: [], titled_summary: [], risks: [], created_groups: [], files: []};
    const before = configInForce();
    return {
        diagnostics,
        ...changesInWords(before, policy.config),
        risks: risksInWords(before, policy.config),
        created_groups: groups.missing(policy),
        files: [...renderGeneration(policy)].map(([name, text]) => ({name, text})),
    };
}
