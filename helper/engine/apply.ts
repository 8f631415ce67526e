/** Putting a prepared policy in force. Checks come first; whatever fails later is undone. */
import {parseConfig} from '../../core/config/parse.js';
import type {SourceFile} from '../../core/config/types.js';
import type {MarkEntry} from '../../core/policy/types.js';
import type {Applied} from '../dbus/answers.js';
import type {Note} from '../../core/policy/notes.js';
import {changesInWords} from '../../core/policy/titles.js';
import {renderClosed} from '../../core/render/closed.js';
import {carryOver, renderTransition} from '../../core/render/transition.js';
import {ApplyFailedError, CommandError, ConflictError, GalafError, IncompleteError} from '../errors.js';
import {read, write} from '../files.js';
import * as kernel from '../kernel.js';
import * as units from '../units.js';
import * as connections from './connections.js';
import * as generations from './generations.js';
import * as groups from './groups.js';
import * as journal from './journal.js';
import * as overrides from './overrides.js';
import * as pause from './pause.js';
import type {Prepared} from './prepare.js';
import {installResolverFile} from './resolver-file.js';
import * as resolver from './resolver.js';
import {applySysctl} from './sysctl.js';
import {CLOSED, ownTable, recover, revert, undo} from './recover.js';
import {on} from './switch.js';
import * as timed from './timed.js';
import * as trial from './trial.js';
import * as tunnels from './tunnels.js';

/** One transaction: the new rules, the end of what is stale, and what new sets take over from old ones. */
async function transition({policy, files}: Prepared, previous: number | null): Promise<string> {
    const {table} = policy.settings;
    const existing = await ownTable(table);
    const ruleset = files.get('ruleset.nft') ?? '';
    if (!existing) return ruleset + timed.elements(table, ruleset);
    const meta = previous === null ? null : generations.metaOf(previous);
    const lines: string[] = [];
    for (const {from, to} of carryOver(meta?.classes ?? [], policy.classes))
        for (const family of [4, 6]) {
            if (!existing.objects.sets.includes(`${from}_${family}`)) continue;
            const addresses = await kernel.learned(table, `${from}_${family}`);
            if (addresses.length)
                lines.push(`add element inet ${table} ${to}_${family} { ${addresses.join(', ')} }\n`);
        }
    return renderTransition(files, existing.objects) + lines.join('') + timed.elements(table, ruleset);
}

/** A step by name, so that an error says where it happened. */
async function step<T>(name: string, action: () => T | Promise<T>): Promise<T> {
    try {
        return await action();
    } catch (error) {
        throw error instanceof GalafError && !(error instanceof CommandError)
            ? error
            : new ApplyFailedError(name, error);
    }
}

/** How a prepared policy is to be put in force. */
export interface Options {
    /** Uid on whose authority this happens. */
    readonly authorUid: number;
    /** What becomes of files of the configuration, for policies that come from an edit. */
    readonly edits?: readonly journal.FileEdit[];
    readonly renames?: readonly journal.Rename[];
    /** Seconds until it goes back by itself unless it is confirmed; 0 = it stays. */
    readonly trialSeconds?: number;
    /** Goes before the words of what changes. */
    readonly note?: Note;
}

function writeFiles({policy, files, sources}: Prepared, pending: journal.Pending, options: Options) {
    const configOf = (texts: readonly SourceFile[]) => parseConfig(texts).config;
    const before = pending.previous === null ? null : configOf(generations.sourcesOf(pending.previous));
    const meta = {
        generation: pending.generation,
        version: VERSION,
        created: new Date().toISOString(),
        author_uid: options.authorUid,
        table: policy.settings.table,
        marks: policy.marks,
        resolver: policy.settings.resolver,
        ...changesInWords(before, configOf(sources)!, options.note),
        classes: policy.classes,
        groups: policy.groups.map(({name, gid}) => ({name, gid})),
        renames: pending.renames,
    };
    return generations.writeGeneration(meta, files, sources);
}

/** Somebody may have saved the file in an editor since it was read. */
function writeEdits(edits: readonly journal.FileEdit[]): void {
    for (const {name, before} of edits)
        if (read(name) !== before) throw new ConflictError(`${name} changed meanwhile; nothing was applied`);
    for (const {name, after} of edits) journal.put(name, after);
}

const marksBefore = ({previous, generation}: journal.Pending): MarkEntry[] => [
    ...(previous === null ? [] : generations.marksOf(previous)),
    ...generations.marksOf(generation),
];

/** Everything up to the new rules being in the kernel. */
async function prepareAndLoad(prepared: Prepared, pending: journal.Pending, options: Options): Promise<void> {
    const {policy, files} = prepared;
    const folder = generations.folderOf(pending.generation);
    await step('writing the configuration', () => writeEdits(pending.edits));
    for (const [from, to] of pending.renames)
        await step('renaming the group', () => groups.renameGroup(from, to));
    await step('writing the generation', () => writeFiles(prepared, pending, options));
    const ruleset = await step('preparing the rules', () => transition(prepared, pending.previous));
    await step('checking the rules with nft', () => kernel.check(ruleset));
    await step('checking the DNS gates', () => resolver.checkGates(files, folder));
    await step('creating groups', () => groups.create(`${folder}/sysusers.conf`, pending.created_groups));
    await step('writing the boot table', () => write(CLOSED, renderClosed(policy.settings.table)));
    await step('starting the DNS gates', () => resolver.startGates(files));
    await step('loading the rules', async () =>
        kernel.load(ruleset + (await tunnels.elements(policy.settings.table, ruleset))),
    );
    await connections.endRefused(() => policy, marksBefore(pending));
}

/** The gates run already; what else a policy needs, and the end of what it does not. */
async function startServices({policy, files}: Prepared, {generation}: journal.Pending) {
    generations.point(generation);
    await units.enable(policy.settings.resolver === 'gate', policy.marks === 'bpf');
    await resolver.retireGates(files);
    // After the rules: dnsmasq must find the sets. The services of the mode before lose their file in the same step.
    await installResolverFile(policy.settings.resolver, files.get('resolver.conf') ?? null);
}

/** What is left once the policy is in force. */
async function settle({policy, files}: Prepared, previous: number | null): Promise<void> {
    const before = previous === null ? null : generations.metaOf(previous);
    if (before && before.table !== policy.settings.table) await kernel.removeTable(before.table);
    await applySysctl(files.get('sysctl.conf') ?? '');
    await overrides.install(generations.current());
    await pause.end();
    journal.end();
    generations.prune();
}

/** Applying the same again makes no new generation, but puts right what happened to the kernel's table meanwhile. */
async function applySame({files, sources, policy, warnings}: Prepared): Promise<Applied | null> {
    const previous = generations.current();
    if (previous === null || groups.missing(policy).length) return null;
    const same =
        generations.metaOf(previous)?.version === VERSION &&
        JSON.stringify(generations.sourcesOf(previous)) ===
            JSON.stringify(generations.sourceNames(sources)) &&
        [...files].every(([name, text]) => generations.fileOf(previous, name) === text);
    if (!same) return null;
    await step('loading the rules', on);
    return {generation: previous, changed: false, created_groups: [], summary: [], warnings, trial: null};
}

/** Puts a prepared policy in force. */
export async function apply(prepared: Prepared, options: Options): Promise<Applied> {
    const {policy, warnings} = prepared;
    const {edits = [], renames = [], trialSeconds = 0} = options;
    const {table} = policy.settings;
    trial.refuseDuring();
    // What an earlier change could not finish or take back; a new journal would forget it.
    await recover();
    await ownTable(table);
    const same = edits.length ? null : await applySame(prepared);
    if (same) return same;
    const previous = generations.current();
    const generation = generations.next();
    const renamed = new Set(renames.map(([, to]) => to));
    const created = groups.missing(policy).filter(name => !renamed.has(name));
    const pending: journal.Pending = {
        ...{generation, previous, table, created_groups: created, renames, edits},
        trial_seconds: trialSeconds,
    };
    journal.begin(pending);
    try {
        await prepareAndLoad(prepared, pending, options);
    } catch (error) {
        await undo(pending);
        journal.end();
        throw error;
    }
    try {
        await step('starting the services', () => startServices(prepared, pending));
        if (trialSeconds) await step('starting the trial', () => trial.begin(pending));
    } catch (error) {
        await revert(pending);
        throw error;
    }
    try {
        await settle(prepared, previous);
    } catch (error) {
        throw new IncompleteError(generation, error);
    }
    const summary = generations.metaOf(generation)?.summary ?? [];
    return {generation, changed: true, created_groups: created, summary, warnings, trial: trial.current()};
}
