/** From text to a policy and its files; looks at the machine, touches nothing. */
import {parseConfig} from '../../core/config/parse.js';
import type {Diagnostic, SourceFile} from '../../core/config/types.js';
import {desktopIds} from '../../core/machine/desktop.js';
import {withTimed} from '../../core/policy/timed.js';
import {resolvePolicy, type ResolveResult} from '../../core/policy/resolve.js';
import type {GenerationFiles, Machine, MarkEntry, Policy} from '../../core/policy/types.js';
import {renderGeneration} from '../../core/render/generation.js';
import {pathOf} from '../configuration.js';
import {InvalidConfigurationError, NotFoundError} from '../errors.js';
import {gatherMachine} from '../machine.js';
import {gidsInUse} from '../processes.js';
import * as generations from './generations.js';
import type {Rename} from './journal.js';
import {gateFiles} from './resolver.js';
import * as timed from './timed.js';

/** A policy and its files, ready to be put in force. */
export interface Prepared {
    readonly policy: Policy;
    readonly files: GenerationFiles;
    readonly sources: readonly SourceFile[];
    readonly warnings: readonly Diagnostic[];
}

/** Numbers of the generation in force stay as they are; marks of bpf mode are computed, not numbered. */
function previousMarks(): MarkEntry[] | undefined {
    const previous = generations.current();
    if (previous === null || generations.metaOf(previous)?.marks === 'bpf') return undefined;
    return generations.marksOf(previous);
}

/** Ids that a new group gets none of, or only when no others are left. */
function takenIds(wanted: ReadonlySet<string>): Pick<Machine, 'gidsInUse' | 'formerGids'> {
    const current = generations.current();
    const marked = current === null ? [] : generations.marksOf(current).flatMap(({gid}) => gid ?? []);
    const listed = generations.numbers().flatMap(number => generations.metaOf(number)?.groups ?? []);
    // What the system has lost of the generation in force comes back as it was.
    const lost = (generations.metaInForce()?.groups ?? []).filter(({name}) => wanted.has(name));
    const lostGids = new Set(lost.map(({gid}) => gid));
    const others = (gids: readonly number[]) => gids.filter(gid => !lostGids.has(gid));
    return {
        gidsInUse: others(gidsInUse()),
        formerGids: others([...marked, ...listed.map(({gid}) => gid)]),
    };
}

/** Every finding about a configuration on this machine, and the policy when none of them is an error. */
export async function examine(
    sources: readonly SourceFile[],
    renames: readonly Rename[] = [],
): Promise<ResolveResult> {
    const {config: written, diagnostics} = parseConfig(sources);
    if (!written) return {policy: null, diagnostics};
    const config = withTimed(written, timed.active());
    const machine = await gatherMachine(desktopIds(config.groups));
    // A new name has the old one's id already.
    const groups = machine.groups.map(group => {
        const renamed = renames.find(([from]) => from === group.name);
        return renamed ? {...group, name: renamed[1]} : group;
    });
    const have = new Set(groups.map(({name}) => name));
    const wanted = new Set(config.groups.map(({name}) => name).filter(name => !have.has(name)));
    const ids = wanted.size ? takenIds(wanted) : {};
    const resolved = resolvePolicy(
        config,
        {...machine, groups, ...ids},
        config.settings.marks === 'bpf' ? undefined : previousMarks(),
    );
    return {policy: resolved.policy, diagnostics: [...diagnostics, ...resolved.diagnostics]};
}

/** What the generation in force was made from, by path. Throws NotFoundError when there is none. */
export function sourcesInForce(): SourceFile[] {
    const current = generations.current();
    if (current === null) throw new NotFoundError('no policy has been applied yet');
    return generations.sourcesOf(current).map(({name, text}) => ({name: pathOf(name), text}));
}

/**
 * The policy of the generation in force, on this machine as it is now. Throws NotFoundError when there is none, and
 * InvalidConfigurationError when it no longer resolves.
 */
export async function policyInForce(): Promise<Policy> {
    const {policy, diagnostics} = await examine(sourcesInForce());
    if (!policy) throw new InvalidConfigurationError(diagnostics);
    return policy;
}

/** Parses, resolves and renders; throws with every diagnostic. */
export async function prepare(
    sources: readonly SourceFile[],
    renames: readonly Rename[] = [],
): Promise<Prepared> {
    const {policy, diagnostics} = await examine(sources, renames);
    if (!policy) throw new InvalidConfigurationError(diagnostics);
    const files = renderGeneration(policy, gateFiles(generations.current()));
    return {policy, files, sources, warnings: diagnostics};
}
