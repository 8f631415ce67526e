/** The policy as the person has edited it: what is on disk, and a list of steps on top that can be undone. */
import {parseConfig} from '../../core/config/parse.js';
import type {Diagnostic, ParseResult, SourceFile} from '../../core/config/types.js';
import type {Configuration} from '../../helper/dbus/answers.js';
import {applyEdits, type Edit} from '../../core/config/edit.js';
import {isVoid} from './paths.js';
import {Emitter} from './emitter.js';
import {titlesOf} from './raw.js';

/** What somebody is called, an app group by its title: NAME of a group, or `user:NAME`. */
export type Called = (subject: string) => string;
/** What a step does, in words; somebody's title may change after it. */
export type Label = string | ((called: Called) => string);

/** One step of the list: edits, or whole texts from the text editor. */
export interface Step {
    readonly label: Label;
    /** Steps in a row with one key are one step: what is typed into one field. */
    readonly key: string | null;
    readonly edits: readonly Edit[] | null;
    readonly texts: readonly SourceFile[] | null;
    readonly after: readonly SourceFile[];
}

/** Steps that could not be put on top of what somebody else wrote. */
export interface Rebased {
    readonly kept: number;
    readonly lost: readonly Step[];
}

const sameTexts = (a: readonly SourceFile[], b: readonly SourceFile[]): boolean =>
    a.length === b.length && a.every(({name, text}, i) => b[i]!.name === name && b[i]!.text === text);

export class Draft {
    readonly changed = new Emitter();
    #base: Configuration = {revision: '', sources: []};
    #steps: Step[] = [];
    #undone: Step[] = [];
    #parsed: {sources: readonly SourceFile[]; result: ParseResult} | null = null;

    get revision(): string {
        return this.#base.revision;
    }

    get base(): readonly SourceFile[] {
        return this.#base.sources;
    }

    get sources(): readonly SourceFile[] {
        return this.#steps.at(-1)?.after ?? this.#base.sources;
    }

    get steps(): readonly Step[] {
        return this.#steps;
    }

    get canUndo(): boolean {
        return this.#steps.length > 0;
    }

    get canRedo(): boolean {
        return this.#undone.length > 0;
    }

    get parsed(): ParseResult {
        if (this.#parsed?.sources !== this.sources)
            this.#parsed = {sources: this.sources, result: parseConfig(this.sources)};
        return this.#parsed.result;
    }

    get errors(): readonly Diagnostic[] {
        return this.parsed.diagnostics.filter(({severity}) => severity === 'error');
    }

    /** Findings about one JSON path and everything below it. */
    findings(path: string): readonly Diagnostic[] {
        const below = (other: string) => other === path || /^[.[]/.test(other.slice(path.length));
        return this.parsed.diagnostics.filter(found => found.path.startsWith(path) && below(found.path));
    }

    /**
     * Adds a step.
     *
     * @param key takes the place of the step before when that has the same key
     * @throws when the edits do not fit the texts; nothing has changed then
     */
    edit(label: Label, edits: readonly Edit[], key: string | null = null): void {
        const joined = key !== null && this.#steps.at(-1)?.key === key;
        const before = joined ? this.#before() : this.sources;
        const wanted = edits.filter(edit => !isVoid(before, edit));
        const after = applyEdits(before, wanted);
        if (joined) this.#steps.pop();
        this.#push({label, key, edits: wanted, texts: null, after});
    }

    #before(): readonly SourceFile[] {
        return this.#steps.at(-2)?.after ?? this.#base.sources;
    }

    /** Replaces the text of one file. */
    write(label: string, file: string, text: string): void {
        const texts = [{name: file, text}];
        const key = `text:${file}`;
        const known = this.sources.some(({name}) => name === file);
        const after = known
            ? this.sources.map(source => (source.name === file ? texts[0]! : source))
            : [...this.sources, ...texts];
        if (this.#steps.at(-1)?.key === key) this.#steps.pop();
        this.#push({label, key, edits: null, texts, after});
    }

    #push(step: Step): void {
        this.#undone = [];
        // Typing a value and taking it back again is no change.
        if (!sameTexts(step.after, this.sources)) this.#steps.push(step);
        this.changed.emit();
    }

    /** What is typed next is a step of its own. */
    seal(): void {
        const last = this.#steps.pop();
        if (last) this.#steps.push({...last, key: null});
    }

    undo(): void {
        const step = this.#steps.pop();
        if (!step) return;
        this.#undone.push(step);
        this.changed.emit();
    }

    redo(): void {
        const step = this.#undone.pop();
        if (!step) return;
        this.#steps.push({...step, key: null});
        this.changed.emit();
    }

    /** Whether it is in one of the steps. */
    has(edit: Edit): boolean {
        return this.#steps.some(({edits}) => edits?.includes(edit));
    }

    /** Steps in words, which call app groups as they are called when all of it is applied. */
    inWords(steps: readonly Step[] = this.#steps): string[] {
        const titles = titlesOf([...this.base, ...this.sources]);
        const called: Called = subject => titles.get(subject) ?? subject.replace(/^user:/, '');
        return steps.map(({label}) => (typeof label === 'string' ? label : label(called)));
    }

    discard(): void {
        this.#steps = [];
        this.#undone = [];
        this.changed.emit();
    }

    /** Steps that were settled too early come back; `rebase` puts them on the texts there are now. */
    restore(steps: readonly Step[]): void {
        this.#steps = [...steps, ...this.#steps];
    }

    /** What was applied is the new base; there is nothing left to undo. */
    settle(configuration: Configuration): void {
        this.#base = configuration;
        this.discard();
    }

    /** The files changed on disk: the steps are put on top of what stands there now. */
    rebase(configuration: Configuration): Rebased {
        const steps = this.#steps;
        const foreign = (step: Step) =>
            step.texts?.some(({name}) => textOf(this.#base, name) !== textOf(configuration, name)) ?? false;
        const lost: Step[] = [];
        let sources = configuration.sources;
        this.#steps = [];
        for (const step of steps) {
            const after = foreign(step) ? null : replay(sources, step);
            if (!after) lost.push(step);
            else if (!sameTexts(after, sources)) this.#steps.push({...step, key: null, after});
            sources = after ?? sources;
        }
        this.#undone = [];
        this.#base = configuration;
        this.changed.emit();
        return {kept: this.#steps.length, lost};
    }
}

const textOf = ({sources}: Configuration, file: string): string | undefined =>
    sources.find(({name}) => name === file)?.text;

function replay(sources: readonly SourceFile[], step: Step): readonly SourceFile[] | null {
    if (step.edits) {
        try {
            return applyEdits(sources, step.edits);
        } catch {
            return null;
        }
    }
    const texts = step.texts ?? [];
    const changed = sources.map(source => texts.find(({name}) => name === source.name) ?? source);
    return [...changed, ...texts.filter(({name}) => !sources.some(source => source.name === name))];
}
