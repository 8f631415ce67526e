/** The D-Bus object: authorise, call the engine, answer with JSON or a named error. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import type {SourceFile} from '../core/config/types.js';
import {authorize, senderUid} from './authorization.js';
import {MAIN_FILE, readSources, revisionOf} from './configuration.js';
import * as edit from './edit.js';
import type {Applied} from './dbus/answers.js';
import {apply} from './engine/apply.js';
import * as generations from './engine/generations.js';
import {examine, prepare} from './engine/prepare.js';
import {applySysctl, loadCurrent} from './engine/recover.js';
import {dbusName, messageOf, NotFoundError} from './errors.js';
import * as kernel from './kernel.js';
import {readList, readStatus} from './status.js';
import {readStats} from './stats.js';
import * as units from './units.js';

type Invocation = Gio.DBusMethodInvocation;

/** Keeps the process alive while a call is under way. */
export interface Activity {
    begin(): void;
    end(): void;
}

/** Applies an edited configuration and writes it on the way; when that fails the files are as they were. */
async function applyEdit(
    before: readonly SourceFile[],
    after: readonly SourceFile[],
    uid: number,
    renamed: readonly [string, string] | null = null,
): Promise<Applied> {
    const edits = after.flatMap(({name, text}) => {
        const old = before.find(file => file.name === name);
        return old && old.text !== text ? [{name, before: old.text, after: text}] : [];
    });
    return apply(await prepare(after, renamed), uid, edits, renamed);
}

export class Service {
    readonly #activity: Activity;
    /** Changes happen one after the other, whoever asks. */
    #queue: Promise<unknown> = Promise.resolve();

    constructor(activity: Activity) {
        this.#activity = activity;
    }

    /** Runs one call to its answer; nothing a caller does can end in an exception outside. */
    async #answer(method: string, invocation: Invocation, action: () => unknown): Promise<void> {
        this.#activity.begin();
        try {
            await authorize(method, invocation);
            const result = await action();
            invocation.return_value(new GLib.Variant('(s)', [JSON.stringify(result ?? {})]));
        } catch (error) {
            if (dbusName(error).endsWith('.Failed'))
                console.warn(`${method}: ${messageOf(error)}\n${(error as Error | null)?.stack ?? ''}`);
            invocation.return_dbus_error(dbusName(error), messageOf(error));
        } finally {
            this.#activity.end();
        }
    }

    #inTurn<T>(change: () => Promise<T>): Promise<T> {
        const turn = this.#queue.then(change, change);
        this.#queue = turn.catch(() => undefined);
        return turn;
    }

    CheckAsync([pairs]: [[string, string][]], invocation: Invocation): void {
        const sources = pairs.map(([name, text]) => ({name, text}));
        void this.#answer('Check', invocation, async () => ({
            diagnostics: (await examine(sources)).diagnostics,
        }));
    }

    ReadConfigurationAsync(_: [], invocation: Invocation): void {
        void this.#answer('ReadConfiguration', invocation, () => {
            const sources = readSources();
            return {revision: revisionOf(sources), sources};
        });
    }

    ApplyAsync(_: [], invocation: Invocation): void {
        void this.#answer('Apply', invocation, () =>
            this.#inTurn(async () => apply(await prepare(readSources()), await senderUid(invocation))),
        );
    }

    AddGroupAsync([name, entry]: [string, string], invocation: Invocation): void {
        void this.#answer('AddGroup', invocation, () =>
            this.#inTurn(async () => {
                const before = readSources();
                return applyEdit(before, edit.addGroup(before, name, entry), await senderUid(invocation));
            }),
        );
    }

    RenameGroupAsync([from, to]: [string, string], invocation: Invocation): void {
        void this.#answer('RenameGroup', invocation, () =>
            this.#inTurn(async () => {
                const before = readSources();
                const after = edit.renameGroup(before, from, to);
                return applyEdit(before, after, await senderUid(invocation), [from, to]);
            }),
        );
    }

    StatusAsync(_: [], invocation: Invocation): void {
        void this.#answer('Status', invocation, readStatus);
    }

    ListAsync(_: [], invocation: Invocation): void {
        void this.#answer('List', invocation, readList);
    }

    StatsAsync(_: [], invocation: Invocation): void {
        void this.#answer('Stats', invocation, readStats);
    }

    StopAsync(_: [], invocation: Invocation): void {
        void this.#answer('Stop', invocation, () =>
            this.#inTurn(async () => {
                const generation = generations.current();
                const meta = generation === null ? null : generations.metaOf(generation);
                if (!meta) throw new NotFoundError('no policy has been applied yet');
                // The table goes first: with it goes the redirect, so DNS never points at a gate that has stopped.
                await kernel.removeTable(meta.table);
                await units.disable();
                await applySysctl('');
                return {};
            }),
        );
    }

    StartAsync(_: [], invocation: Invocation): void {
        void this.#answer('Start', invocation, () =>
            this.#inTurn(async () => {
                const generation = await loadCurrent();
                if (generation === null)
                    throw new NotFoundError(
                        `no policy has been applied yet; write ${MAIN_FILE} and run galafctl apply`,
                    );
                return {generation};
            }),
        );
    }
}
