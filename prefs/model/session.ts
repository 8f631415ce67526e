/** Draft and helper together: reading, applying, trials, and what to do when the files change underneath. */
import GLib from 'gi://GLib';
import type {SourceFile} from '../../core/config/types.js';
import type {Applied, Configuration, Preview, Status, Trial} from '../../helper/dbus/answers.js';
import {HelperError} from '../../helper/dbus/client.js';
import {Draft, type Rebased, type Step} from './draft.js';
import {Emitter} from './emitter.js';
import {type Answer, Helper} from './helper.js';

/** Long enough to look at a page or two, short enough to wait for. */
export const TRIAL_SECONDS = 60;

const pairs = (sources: readonly SourceFile[]): [string, string][] =>
    sources.map(({name, text}) => [name.replace(/^\/etc\/galaf\//, ''), text]);

export class Session {
    readonly draft = new Draft();
    readonly helper = new Helper();
    /** The status, the trial, or whether the helper answers changed. */
    readonly changed = new Emitter();
    /** Somebody else changed the files; `rebased` says what became of the steps. */
    readonly rebasedOthers = new Emitter();
    rebased: Rebased | null = null;
    status: Answer<Status> | null = null;
    /** Why the configuration could not be read; null when it was. */
    problem: HelperError | null = null;
    loaded = false;
    applying = false;
    trial: {readonly generation: number; readonly ends: number} | null = null;
    #tried: {readonly steps: readonly Step[]; readonly sources: readonly SourceFile[]} | null = null;
    #undo: (() => void)[] = [];

    start(): void {
        this.helper.connect();
        this.#undo.push(
            this.helper.policyChanged.connect(() => void this.refresh()),
            this.helper.statusChanged.connect(() => void this.refresh()),
        );
        void this.refresh();
    }

    destroy(): void {
        for (const undo of this.#undo.splice(0)) undo();
        this.helper.destroy();
    }

    /** Whether there is a policy at all, on disk or in the making. */
    get hasPolicy(): boolean {
        return this.draft.sources.length > 0;
    }

    async refresh(): Promise<void> {
        if (this.applying) return;
        const [configuration, status] = await Promise.all([
            this.helper.ask<Configuration>('ReadConfiguration'),
            this.helper.ask<Status>('Status'),
        ]);
        if (this.applying) return;
        this.status = status;
        if (status.ok) this.#follow(status.value.trial ?? null);
        if (configuration.ok) this.#take(configuration.value);
        else if (configuration.error.code === 'NotFound') this.#take({revision: '', sources: []});
        else this.problem = configuration.error;
        this.changed.emit();
    }

    #take(configuration: Configuration): void {
        this.problem = null;
        const first = !this.loaded;
        this.loaded = true;
        if (first) this.draft.settle(configuration);
        else if (configuration.revision !== this.draft.revision) this.#merge(configuration);
    }

    #merge(configuration: Configuration): void {
        const tried = this.#tried;
        this.#tried = null;
        const same =
            tried && JSON.stringify(pairs(tried.sources)) === JSON.stringify(pairs(configuration.sources));
        // A trial that went back: what was tried is a draft again.
        if (tried && !same) this.draft.restore(tried.steps);
        const had = this.draft.steps.length;
        const rebased = this.draft.rebase(configuration);
        if (tried || !had) return;
        this.rebased = rebased;
        this.rebasedOthers.emit();
    }

    #follow(trial: Trial | null): void {
        const now = GLib.get_monotonic_time() / 1e6;
        this.trial = trial && {generation: trial.generation, ends: now + trial.seconds_left};
    }

    /** Seconds until the trial goes back by itself. */
    get secondsLeft(): number {
        return this.trial ? Math.max(0, Math.ceil(this.trial.ends - GLib.get_monotonic_time() / 1e6)) : 0;
    }

    preview(): Promise<Answer<Preview>> {
        return this.helper.ask<Preview>('Preview', '(a(ss))', [pairs(this.draft.sources)]);
    }

    /** Writes and applies the draft. On failure the draft is as it was. */
    async apply(trialSeconds: number): Promise<Answer<Applied>> {
        this.applying = true;
        this.changed.emit();
        const {sources, steps} = this.draft;
        const answer = await this.#write(trialSeconds);
        this.applying = false;
        if (answer.ok) {
            this.#tried = answer.value.trial ? {steps, sources} : null;
            await this.#settle();
        }
        // Somebody else wrote meanwhile: show it, keep the steps.
        else if (answer.error.code === 'Conflict') await this.refresh();
        this.changed.emit();
        return answer;
    }

    /** Texts do not tell that a group only has another name now, and keeps its id; edits do. */
    #write(trialSeconds: number): Promise<Answer<Applied>> {
        const {sources, steps, revision} = this.draft;
        const edits = steps.flatMap(step => step.edits ?? []);
        if (steps.every(step => step.edits) && edits.some(({verb}) => verb === 'rename-group'))
            return this.helper.change('Edit', '(ssu)', [JSON.stringify(edits), revision, trialSeconds]);
        return this.helper.change('ApplySources', '(a(ss)su)', [pairs(sources), revision, trialSeconds]);
    }

    async #settle(): Promise<void> {
        const [configuration, status] = await Promise.all([
            this.helper.ask<Configuration>('ReadConfiguration'),
            this.helper.ask<Status>('Status'),
        ]);
        this.status = status;
        if (status.ok) this.#follow(status.value.trial ?? null);
        if (configuration.ok) this.draft.settle(configuration.value);
    }

    async keep(): Promise<Answer<unknown>> {
        const answer = await this.helper.change('Confirm', '(u)', [this.trial?.generation ?? 0]);
        if (answer.ok) this.#tried = null;
        await this.refresh();
        return answer;
    }

    async revert(): Promise<Answer<unknown>> {
        const answer = await this.helper.change('Revert', '(u)', [this.trial?.generation ?? 0]);
        await this.refresh();
        return answer;
    }
}
