/** From text to a policy in force. Checks come first; whatever fails later is undone. */
import type {Diagnostic, SourceFile} from '../../core/config/types.js';
import {resolvePolicy} from '../../core/policy/resolve.js';
import type {GenerationFiles, MarkEntry, Policy} from '../../core/policy/types.js';
import {renderClosed} from '../../core/render/closed.js';
import {renderGeneration} from '../../core/render/generation.js';
import {carryOver, renderTransition} from '../../core/render/transition.js';
import {parseSources} from '../configuration.js';
import {
    ApplyFailedError,
    ConflictError,
    GalafError,
    IncompleteError,
    InvalidConfigurationError,
} from '../errors.js';
import {read, remove, write} from '../files.js';
import * as kernel from '../kernel.js';
import {gatherMachine} from '../machine.js';
import {DNSMASQ, run, SYSCTL} from '../subprocess.js';
import * as units from '../units.js';
import * as generations from './generations.js';
import * as groups from './groups.js';
import * as journal from './journal.js';

const CLOSED = `${generations.STATE}/closed.nft`;
const SYSCTL_FILE = '/etc/sysctl.d/60-galaf.conf';

/** A policy and its files, ready to be put in force. */
export interface Prepared {
    readonly policy: Policy;
    readonly files: GenerationFiles;
    readonly sources: readonly SourceFile[];
    readonly warnings: readonly Diagnostic[];
}

export interface Applied {
    readonly generation: number;
    readonly created_groups: readonly string[];
    readonly warnings: readonly Diagnostic[];
}

/**
 * Parses, resolves and renders; throws with every diagnostic, and touches nothing.
 *
 * @param renamed a group that will be renamed on the way, [old, new]: the new name has the old one's id already
 */
export async function prepare(
    sources: readonly SourceFile[],
    renamed: readonly [string, string] | null = null,
): Promise<Prepared> {
    const {config, warnings} = parseSources(sources);
    const machine = await gatherMachine();
    const groups = machine.groups.map(group =>
        group.name === renamed?.[0] ? {...group, name: renamed[1]} : group,
    );
    const {policy, diagnostics} = resolvePolicy(
        config,
        {...machine, groups},
        config.settings.marks === 'bpf' ? undefined : previousMarks(),
    );
    if (!policy) throw new InvalidConfigurationError([...warnings, ...diagnostics]);
    return {policy, files: renderGeneration(policy), sources, warnings: [...warnings, ...diagnostics]};
}

/** Numbers of the generation in force stay as they are; marks of bpf mode are computed, not numbered. */
function previousMarks(): MarkEntry[] | undefined {
    const previous = generations.current();
    if (previous === null || generations.metaOf(previous)?.marks === 'bpf') return undefined;
    return generations.marksOf(previous);
}

/** The table of this name, which must be ours or not exist. */
async function ownTable(table: string): Promise<kernel.KernelTable | null> {
    const existing = await kernel.readTable(table);
    if (existing && !existing.ours)
        throw new ConflictError(
            `a table "inet ${table}" exists and belongs to somebody else; choose another name with config.table`,
        );
    return existing;
}

/** One transaction: the new rules, what new sets take over from old ones, and the end of what is stale. */
async function transition({policy, files}: Prepared, previous: number | null): Promise<string> {
    const {table} = policy.settings;
    const existing = await ownTable(table);
    if (!existing) return files.get('ruleset.nft') ?? '';
    const meta = previous === null ? null : generations.metaOf(previous);
    const lines: string[] = [];
    for (const {from, to} of carryOver(meta?.classes ?? [], policy.classes))
        for (const family of [4, 6]) {
            if (!existing.objects.sets.includes(`${from}_${family}`)) continue;
            const addresses = await kernel.learned(table, `${from}_${family}`);
            if (addresses.length)
                lines.push(`add element inet ${table} ${to}_${family} { ${addresses.join(', ')} }\n`);
        }
    return renderTransition(files, existing.objects) + lines.join('');
}

/** A step by name, so that an error says where it happened. */
async function step<T>(name: string, action: () => T | Promise<T>): Promise<T> {
    try {
        return await action();
    } catch (error) {
        throw error instanceof GalafError && error.name !== 'CommandError'
            ? error
            : new ApplyFailedError(name, error);
    }
}

async function checkFiles(generation: number, ruleset: string, gate: boolean): Promise<void> {
    await step('checking the rules with nft', () => kernel.check(ruleset));
    const conf = `${generations.folderOf(generation)}/gate.conf`;
    if (gate) await step('checking the DNS gate', () => run([DNSMASQ, '--test', `--conf-file=${conf}`]));
}

async function applySysctl(text: string): Promise<void> {
    if (!text) return remove(SYSCTL_FILE);
    write(SYSCTL_FILE, text);
    await run([SYSCTL, '-q', '-p', SYSCTL_FILE]);
}

/** Undoes what an apply did before its rules were loaded. */
async function undo({generation, previous, created_groups, renamed}: journal.Pending): Promise<void> {
    if (renamed) await groups.renameBack(renamed[0], renamed[1]);
    await groups.removeCreated(created_groups);
    generations.removeGeneration(generation);
    const before = previous === null ? null : generations.metaOf(previous);
    if (before) write(CLOSED, renderClosed(before.table));
    journal.end();
}

/** What follows once the rules are in the kernel: services, and the end of the previous table. */
async function settle(prepared: Prepared, previous: number | null): Promise<void> {
    const {policy, files} = prepared;
    const gate = policy.settings.resolver === 'gate';
    const before = previous === null ? null : generations.metaOf(previous);
    const sameGate =
        previous !== null && generations.fileOf(previous, 'gate.conf') === files.get('gate.conf');
    await units.enable(gate, policy.marks === 'bpf');
    if (gate && !sameGate) await units.restartGate();
    if (before && before.table !== policy.settings.table) await kernel.removeTable(before.table);
    if (previous === null) await kernel.forgetDnsFlows();
    await applySysctl(files.get('sysctl.conf') ?? '');
    generations.prune();
}

/**
 * Puts a prepared policy in force.
 *
 * @param authorUid uid on whose authority this happens
 * @param renamed a group to rename on the way, [old, new]
 */
export async function apply(
    prepared: Prepared,
    authorUid: number,
    renamed: readonly [string, string] | null = null,
): Promise<Applied> {
    const {policy, files, sources, warnings} = prepared;
    const previous = generations.current();
    const generation = generations.next();
    const gate = policy.settings.resolver === 'gate';
    await ownTable(policy.settings.table);
    const created = groups.missing(policy).filter(name => name !== renamed?.[1]);
    const pending = {generation, previous, created_groups: created, renamed};
    journal.begin(pending);
    try {
        if (renamed)
            await step('renaming the group', () => groups.renameGroup(...(renamed as [string, string])));
        await step('writing the generation', () =>
            generations.writeGeneration(
                {
                    generation,
                    created: new Date().toISOString(),
                    author_uid: authorUid,
                    table: policy.settings.table,
                    marks: policy.marks,
                    resolver: policy.settings.resolver,
                    classes: policy.classes,
                    groups: policy.groups.map(({name, gid}) => ({name, gid})),
                },
                files,
                sources,
            ),
        );
        const ruleset = await step('preparing the rules', () => transition(prepared, previous));
        await checkFiles(generation, ruleset, gate);
        await step('creating groups', () =>
            groups.create(`${generations.folderOf(generation)}/sysusers.conf`),
        );
        write(CLOSED, renderClosed(policy.settings.table));
        await step('loading the rules', () => kernel.load(ruleset));
    } catch (error) {
        await undo(pending);
        throw error;
    }
    // From here on the new policy is in the kernel: what fails now is reported, not undone.
    generations.point(generation);
    journal.end();
    try {
        await settle(prepared, previous);
    } catch (error) {
        throw new IncompleteError(generation, error);
    }
    return {generation, created_groups: created, warnings};
}

/** Loads the generation in force into the kernel again; after a stop, or when the kernel lost it. */
export async function loadCurrent(): Promise<number | null> {
    const generation = generations.current();
    const ruleset = generation === null ? null : generations.fileOf(generation, 'ruleset.nft');
    const meta = generation === null ? null : generations.metaOf(generation);
    if (generation === null || ruleset === null || !meta) return null;
    const existing = await ownTable(meta.table);
    await kernel.load(
        existing ? renderTransition(new Map([['ruleset.nft', ruleset]]), existing.objects) : ruleset,
    );
    await units.enable(meta.resolver === 'gate', meta.marks === 'bpf');
    if (meta.resolver === 'gate') await units.restartGate();
    return generation;
}

/**
 * After a crash in the middle of an apply: `current` decides. What it does not name is undone, and what it names is
 * loaded again, since the kernel may hold either.
 */
export async function recover(): Promise<void> {
    const pending = journal.pending();
    if (!pending) return;
    console.warn(
        `an apply of generation ${pending.generation} was interrupted; restoring generation ${generations.current() ?? 'none'}`,
    );
    if (generations.current() === pending.generation) journal.end();
    else await undo(pending);
    if (generations.current() === null) {
        // Interrupted between load and flip of the first policy: nothing names the table's groups, so it opens again.
        const table = /^table inet (\w+) \{/m.exec(read(CLOSED) ?? '')?.[1];
        if (table) await kernel.removeTable(table);
    } else await loadCurrent();
}
