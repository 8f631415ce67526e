/** Ways back: undoing an apply that failed or was killed, and loading what is in force on disk. */
import {renderClosed} from '../../core/render/closed.js';
import {renderTransition} from '../../core/render/transition.js';
import {ConflictError} from '../errors.js';
import {names, read, remove, write} from '../files.js';
import * as kernel from '../kernel.js';
import * as units from '../units.js';
import * as connections from './connections.js';
import * as generations from './generations.js';
import * as groups from './groups.js';
import * as journal from './journal.js';
import * as overrides from './overrides.js';
import * as pause from './pause.js';
import {policyInForce} from './prepare.js';
import {installResolverFile} from './resolver-file.js';
import * as resolver from './resolver.js';
import {applySysctl, SYSCTL_NAME} from './sysctl.js';
import * as timed from './timed.js';
import * as tunnels from './tunnels.js';

export const CLOSED = `${generations.STATE}/closed.nft`;

/** The table of this name, which must be ours or not exist. */
export async function ownTable(table: string): Promise<kernel.KernelTable | null> {
    const existing = await kernel.readTable(table);
    if (existing && !existing.ours)
        throw new ConflictError(
            `a table "inet ${table}" exists and belongs to somebody else; choose another name with config.table`,
        );
    return existing;
}

/** Loads the generation in force into the kernel again: after a stop, or when the kernel lost it. */
export async function loadCurrent(): Promise<number | null> {
    const meta = generations.metaInForce();
    if (!meta) return null;
    const {generation} = meta;
    const ruleset = generations.fileOf(generation, 'ruleset.nft');
    if (ruleset === null) return null;
    const existing = await ownTable(meta.table);
    const gates = resolver.gateFiles(generation);
    await resolver.startGates(gates);
    const rules = existing
        ? renderTransition(new Map([['ruleset.nft', ruleset]]), existing.objects)
        : ruleset;
    const {table} = meta;
    await kernel.load(rules + timed.elements(table, ruleset) + (await tunnels.elements(table, ruleset)));
    await units.enable(meta.resolver === 'gate', meta.marks === 'bpf');
    await resolver.retireGates(gates);
    await installResolverFile(meta.resolver, generations.fileOf(generation, 'resolver.conf'));
    await applySysctl(generations.fileOf(generation, 'sysctl.conf') ?? '');
    await overrides.install(generation);
    return generation;
}

/** Takes back what an apply left on disk and in /etc/group. The kernel is the caller's business. */
export async function undo(pending: journal.Pending): Promise<void> {
    const {generation, previous, created_groups, renames} = pending;
    if (generations.current() === generation) generations.point(previous);
    // What somebody wrote since is theirs.
    for (const {name, before, after} of pending.edits) if (read(name) === after) journal.put(name, before);
    for (const [from, to] of renames.toReversed()) await groups.renameBack(from, to);
    await groups.removeCreated(created_groups);
    generations.removeGeneration(generation);
    const before = previous === null ? null : generations.metaOf(previous);
    if (before) write(CLOSED, renderClosed(before.table));
    else remove(CLOSED);
    // Gates of the generation that is no more; those in use go on.
    await resolver.retireGates(resolver.gateFiles(generations.current()));
}

/**
 * Takes the rules of a table away, and all that keeps them over boots. What belongs to launching stays with the generation in
 * force, if there is one. Done again after a crash, it finishes what is left.
 */
export async function takeDown(table: string): Promise<void> {
    // The table goes first: with it goes the redirect, so DNS never points at a gate that has stopped.
    await kernel.removeTable(table);
    try {
        await units.disable();
    } finally {
        // Whatever became of the units, names are looked up as without us.
        await kernel.forgetGateQuestions();
        await installResolverFile(null, null);
        await applySysctl('');
        await overrides.install(generations.current());
        await pause.end();
    }
}

/** Makes the kernel follow the disk again, after an undo or a crash; `table` is what may be loaded. */
export async function follow(table: string): Promise<void> {
    const meta = generations.metaInForce();
    if (!meta) return takeDown(table);
    if (meta.table !== table) await kernel.removeTable(table);
    await loadCurrent();
    await pause.end();
    await connections.endRefused(policyInForce, generations.marksOf(meta.generation));
}

/** Back to the generation before, after the rules of the new one had been loaded. */
export async function revert(pending: journal.Pending): Promise<void> {
    await undo(pending);
    await follow(pending.table);
    remove(journal.TRIAL_FILE);
    journal.end();
}

/** Files that were being written when the helper was killed: GLib writes to NAME.XXXXXX and renames. */
function removeUnfinished(folder: string, ours: (name: string) => boolean): void {
    for (const name of names(folder)) {
        const written = /^(.*)\.\w{6}$/.exec(name)?.[1];
        if (written !== undefined && ours(written)) remove(`${folder}/${name}`);
    }
}

function tidy(edits: readonly journal.FileEdit[]): void {
    generations.removeUnfinished();
    removeUnfinished(generations.STATE, name => /\.(json|nft)$|^sysctl-before\.conf$/.test(name));
    removeUnfinished(`${generations.STATE}/gate`, name => name.endsWith('.conf'));
    removeUnfinished('/etc/sysctl.d', name => name === SYSCTL_NAME);
    for (const {name: path} of edits) {
        const end = path.lastIndexOf('/') + 1;
        removeUnfinished(path.slice(0, end - 1), name => name === path.slice(end));
    }
}

/**
 * After a crash in the middle of an apply: `current` decides. What it does not name is undone, and what it names is
 * loaded again, since the kernel may hold either.
 */
export async function recover(): Promise<void> {
    const pending = journal.pending();
    tidy(pending?.edits ?? []);
    if (!pending) return;
    const current = generations.current();
    console.warn(`an apply of generation ${pending.generation} was interrupted; putting things in order`);
    // A trial that nobody timed yet could stay for ever.
    const kept = current === pending.generation && !pending.trial_seconds;
    if (!kept) {
        await undo(pending);
        remove(journal.TRIAL_FILE);
    }
    await follow(pending.table);
    const before = pending.previous === null ? null : generations.metaOf(pending.previous);
    if (kept && before && before.table !== pending.table) await kernel.removeTable(before.table);
    generations.prune();
    journal.end();
}
