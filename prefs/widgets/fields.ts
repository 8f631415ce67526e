/** Rows that show one value of the draft and change it; what the parser says about the value stands below the row. */
import Adw from 'gi://Adw?version=1';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {_, fill} from '../i18n.js';
import type {Label} from '../model/draft.js';
import {pathText, setValue, valueAt, type Path} from '../model/paths.js';
import {plain} from './build.js';
import {NoteRow} from './note-row.js';

export interface Field {
    readonly rows: readonly Gtk.Widget[];
    /** The paths whose findings it shows. */
    readonly path: string;
    sync(): void;
}

export interface FieldOptions {
    readonly title: string;
    readonly path: Path;
    /** Whose value it is: NAME of an app group, or `user:NAME`. */
    readonly subject?: string;
    /** Of the step, with `{value}`: what the list of changes shows. */
    readonly step: string;
}

/** A step of somebody's. */
function stepLabel(subject: string | undefined, change: string): Label {
    if (subject === undefined) return change;
    // Translators: what an app group or a user is called, and one change of it, such as “ping allowed”.
    return called => fill(_('{name}: {change}'), {name: called(subject), change});
}

abstract class BoundField<R extends Gtk.Widget> {
    readonly note = new NoteRow();
    protected syncing = false;

    constructor(
        protected readonly app: App,
        protected readonly options: FieldOptions,
        readonly row: R,
    ) {}

    get rows(): readonly Gtk.Widget[] {
        return [this.row, this.note];
    }

    get path(): string {
        return pathText(this.options.path);
    }

    protected get value(): unknown {
        return valueAt(this.app.session.draft.sources, this.options.path);
    }

    protected write(value: unknown, shown: string): void {
        if (this.syncing) return;
        const {path, step, subject} = this.options;
        const key = `field:${this.path}`;
        const label = stepLabel(subject, fill(step, {value: shown}));
        try {
            this.app.session.draft.edit(label, [setValue(path, value)], key);
        } catch (error) {
            this.note.say([
                {severity: 'error', message: error instanceof Error ? error.message : String(error)},
            ]);
        }
    }

    /** Runs `show` without taking what it does to the row for something typed. */
    protected quietly(show: () => void): void {
        this.syncing = true;
        show();
        this.syncing = false;
        this.note.attach(this.row, this.app.session.draft.findings(this.path));
    }
}

export interface TextOptions extends FieldOptions {
    readonly format: (value: unknown) => string;
    /** Null takes the key away. */
    readonly parse: (text: string) => unknown;
}

/** A value that is typed. A mistake stays in the draft, so that nothing typed is lost; it only cannot be applied. */
export class TextField extends BoundField<Adw.EntryRow> implements Field {
    #text: TextOptions;

    constructor(app: App, options: TextOptions) {
        super(app, options, new Adw.EntryRow({title: options.title, ...plain}));
        this.#text = options;
        this.row.connect('changed', () => this.write(options.parse(this.row.text), this.row.text));
    }

    sync(): void {
        this.quietly(() => {
            const wanted = this.value;
            // The text may say the same in other words, such as a space after a comma.
            const same =
                JSON.stringify(this.#text.parse(this.row.text) ?? null) === JSON.stringify(wanted ?? null);
            if (!same) this.row.text = this.#text.format(wanted);
        });
    }
}

export interface SwitchOptions extends FieldOptions {
    readonly subtitle?: string;
    readonly fallback: boolean;
    readonly stepOff: string;
}

export class SwitchField extends BoundField<Adw.SwitchRow> implements Field {
    #fallback: boolean;

    constructor(app: App, options: SwitchOptions) {
        super(
            app,
            options,
            new Adw.SwitchRow({title: options.title, subtitle: options.subtitle ?? '', ...plain}),
        );
        this.#fallback = options.fallback;
        this.row.connect('notify::active', () => {
            if (this.syncing) return;
            const {active} = this.row;
            const {path, subject, step, stepOff} = options;
            const value = active === this.#fallback ? null : active;
            const label = stepLabel(subject, active ? step : stepOff);
            app.edit(label, [setValue(path, value)], `field:${this.path}`);
        });
    }

    sync(): void {
        this.quietly(() => {
            const {value} = this;
            this.row.active = typeof value === 'boolean' ? value : this.#fallback;
        });
    }
}

export interface Choice {
    /** As in the file; null takes the key away. */
    readonly value: unknown;
    readonly title: string;
    readonly text?: string;
}

export interface ChoiceOptions extends FieldOptions {
    readonly choices: readonly Choice[];
}

const sameValue = (a: unknown, b: unknown): boolean =>
    JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** A value out of a few; the words of the one chosen stand below the title. */
export class ChoiceField extends BoundField<Adw.ComboRow> implements Field {
    #choices: readonly Choice[];

    constructor(app: App, options: ChoiceOptions) {
        const titles = options.choices.map(({title}) => title);
        super(
            app,
            options,
            new Adw.ComboRow({
                title: options.title,
                model: Gtk.StringList.new(titles),
                ...plain,
            }),
        );
        this.#choices = options.choices;
        this.row.connect('notify::selected', () => {
            const choice = this.#choices[this.row.selected];
            if (!choice) return;
            this.row.subtitle = choice.text ?? '';
            this.write(choice.value, choice.title);
        });
    }

    sync(): void {
        this.quietly(() => {
            const {value} = this;
            const found = this.#choices.findIndex(choice => sameValue(choice.value, value));
            const index = found < 0 ? this.#fallback(value) : found;
            if (this.row.selected !== index) this.row.selected = index;
            this.row.subtitle = this.#choices[index]?.text ?? '';
        });
    }

    /** A value that says what the default says anyway, or one that only the text editor can show. */
    #fallback(value: unknown): number {
        const known = this.#choices.findIndex(({value: own}) => own === null);
        return value === undefined && known < 0 ? 0 : Math.max(known, 0);
    }
}
