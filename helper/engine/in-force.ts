/** The configuration in force, and what another one makes of its groups. */
import {parseConfig} from '../../core/config/parse.js';
import type {Config, SourceFile} from '../../core/config/types.js';
import {renamedGroups} from '../../core/policy/renames.js';
import * as generations from './generations.js';
import * as groups from './groups.js';
import type {Rename} from './journal.js';

/** Null before the first apply, or when this version does not read it any more. */
export function configInForce(): Config | null {
    const current = generations.current();
    return current === null ? null : parseConfig(generations.sourcesOf(current)).config;
}

/**
 * Groups of the system that only have another name in these texts, as far as those tell: they keep their ids, and with them their
 * files.
 *
 * @param known names of groups that somebody says something else of: renames them, or ends them
 */
export function renamesTo(sources: readonly SourceFile[], known: readonly string[] = []): Rename[] {
    const [before, after] = [configInForce(), parseConfig(sources).config];
    if (!before || !after) return [];
    const have = groups.names();
    return [...renamedGroups(before, after)].flatMap(([to, {name: from}]) =>
        have.has(from) && !have.has(to) && !known.includes(from) && !known.includes(to)
            ? [[from, to] as const]
            : [],
    );
}
