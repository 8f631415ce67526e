/**
 * The firewall as the panel sees it: follows the helper's name and signals, subscribes to what is shown, and tells its
 * listeners. Knows nothing of actors.
 */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import {type CallOptions, HelperError, NAME, call, onSignal} from '../helper/dbus/client.js';
import {
    type AppGroup,
    type Attempt,
    type Status,
    type Traffic,
    parseAttempts,
    parseGroups,
    parseStatus,
    parseTraffic,
} from './answers.js';
import {BlockedLog, HOUR_MS} from './blocked-log.js';
import {Destroyer} from './destroyer.js';
import {Emitter} from './emitter.js';
import {History} from './history.js';

/** Destinations that are asked for; the menu shows a few of them. */
const LOG_LIMIT = 200;
const SILENCE: Traffic = {in: 0, out: 0, groups: []};
/** How soon a helper that went away is asked again; after the last one only its name or an open menu asks. */
const RETRY_SECONDS = [2, 10, 60];

export interface FirewallEvents {
    /** State, or whether the helper is there at all. */
    status: void;
    groups: void;
    traffic: void;
    /** Just happened. */
    blocked: Attempt;
    /** Happened within the hour before we listened. */
    past: readonly Attempt[];
    /** The account of the last hour changed, or was looked at. */
    log: void;
}

export const seconds = (): number => GLib.get_monotonic_time() / 1e6;

export class Firewall extends Emitter<FirewallEvents> {
    readonly history = new History();
    readonly log = new BlockedLog();
    /** Null while the helper is absent or has not answered yet. */
    status: Status | null = null;
    /** Why there is no status. */
    absence: string | null = null;
    groups: readonly AppGroup[] = [];
    /** Of the groups, by name. */
    titles: ReadonlyMap<string, string> = new Map();
    traffic: Traffic = SILENCE;
    /** Attempts since somebody looked. */
    unseen = 0;
    /** Whether the helper tells about traffic and attempts; an older one does not. */
    measuring = false;

    readonly #destroyer = new Destroyer();
    readonly #cancellable = new Gio.Cancellable();
    #wanted = {traffic: false, periodMs: 1000};
    /** What the running helper was told; null when it has to be told anew. */
    #subscribed: string | null = null;
    #refreshing = false;
    #refreshAgain = false;
    #retries = 0;
    #retryId = 0;
    #silenceId = 0;
    /** When traffic was told of last. */
    #heard = 0;

    start(): void {
        this.#destroyer.add(() => this.#cancellable.cancel());
        const listen = (signal: string, handler: (text: unknown) => void) =>
            this.#destroyer.add(onSignal(signal, ([first]) => handler(first)));
        listen('StatusChanged', () => void this.refresh());
        listen('PolicyChanged', () => void this.refresh());
        listen('Traffic', text => this.#onTraffic(parseTraffic(parsed(text))));
        listen('Blocked', text => parseAttempts(parsed(text)).forEach(attempt => this.#onBlocked(attempt)));
        const watch = Gio.bus_watch_name(
            Gio.BusType.SYSTEM,
            NAME,
            Gio.BusNameWatcherFlags.NONE,
            () => void this.refresh(),
            () => this.#onVanished(),
        );
        this.#destroyer.add(() => Gio.bus_unwatch_name(watch));
        this.#destroyer.add(() => this.#clearTimers());
        // Only after the name's first report: asking is what starts the helper.
        void this.refresh();
    }

    destroy(): void {
        // The helper forgets subscribers whose name vanishes; the shell's does not when only we leave.
        if (this.#subscribed !== null) void call('Unsubscribe').catch(() => undefined);
        this.#destroyer.destroy();
    }

    /** Any method of the helper; ends with `Cancelled` when the extension is disabled meanwhile. */
    call<T>(
        method: string,
        signature = '()',
        args: readonly unknown[] = [],
        options: CallOptions = {},
    ): Promise<T> {
        return call<T>(method, signature, args, {cancellable: this.#cancellable, ...options});
    }

    /** Asks for traffic, or no longer, at most once in so many milliseconds. */
    want(traffic: boolean, periodMs: number): void {
        this.#wanted = {traffic, periodMs};
        if (!traffic) this.#onSilence();
        if (this.status) void this.#subscribe();
    }

    /** The clock of the history. */
    now(): number {
        return seconds();
    }

    /** The user has seen what was blocked. */
    markSeen(): void {
        if (!this.unseen) return;
        this.unseen = 0;
        this.emit('log', undefined);
    }

    /** Asks for everything that is not signalled; one question at a time, whatever comes meanwhile asks once more. */
    async refresh(): Promise<void> {
        if (this.#refreshing) {
            this.#refreshAgain = true;
            return;
        }
        this.#refreshing = true;
        do {
            this.#refreshAgain = false;
            await this.#ask();
        } while (this.#refreshAgain && !this.#cancellable.is_cancelled());
        this.#refreshing = false;
    }

    async #ask(): Promise<void> {
        try {
            const status = parseStatus(await this.call('Status'));
            // Without a configuration there is no list, which is no absence.
            const list = await this.call('List').catch(() => null);
            if (this.#cancellable.is_cancelled()) return;
            this.status = status;
            this.absence = null;
            this.#retries = 0;
            this.#setGroups(parseGroups(list, GLib.get_user_name()));
            this.emit('status', undefined);
            this.emit('groups', undefined);
            await this.#subscribe();
        } catch (error) {
            this.#onAbsent(error);
        }
    }

    async #subscribe(): Promise<void> {
        const topics = ['blocked', ...(this.#wanted.traffic ? ['traffic'] : [])];
        const wanted = `${JSON.stringify(topics)} ${this.#wanted.periodMs}`;
        if (this.#subscribed === wanted) return;
        const first = this.#subscribed === null;
        this.#subscribed = wanted;
        try {
            await this.call('Subscribe', '(su)', [JSON.stringify(topics), this.#wanted.periodMs]);
            this.#setMeasuring(true);
            if (first) await this.#readLog();
        } catch (error) {
            // An older helper cannot; without traffic and attempts the rest still works.
            this.#subscribed = null;
            if (isCancelled(error)) return;
            this.#setMeasuring(false);
            console.debug(`galaf: no subscription: ${(error as Error).message}`);
        }
    }

    #setMeasuring(measuring: boolean): void {
        if (this.measuring === measuring || this.#cancellable.is_cancelled()) return;
        this.measuring = measuring;
        this.emit('traffic', undefined);
        this.emit('log', undefined);
    }

    async #readLog(): Promise<void> {
        const query = {since: Math.floor((Date.now() - HOUR_MS) / 1000), limit: LOG_LIMIT};
        try {
            const past = parseAttempts(await this.call('Blocked', '(s)', [JSON.stringify(query)]));
            if (this.#cancellable.is_cancelled()) return;
            this.log.replace(past);
            this.emit('past', past);
            this.emit('log', undefined);
        } catch (error) {
            // Without the monitor there is no past; what happens from now on is still told.
            if (!isCancelled(error)) console.debug(`galaf: no log: ${(error as Error).message}`);
        }
    }

    #setGroups(groups: readonly AppGroup[]): void {
        this.groups = groups;
        this.titles = new Map(groups.map(({name, title}) => [name, title]));
    }

    #onTraffic(traffic: Traffic): void {
        if (!this.#wanted.traffic) return;
        this.traffic = traffic;
        this.#heard = seconds();
        this.history.push({time: this.#heard, in: traffic.in, out: traffic.out});
        if (!this.#silenceId) this.#awaitSilence(this.#silenceMs);
        this.emit('traffic', undefined);
    }

    /** Nothing is sent while nothing moves. */
    get #silenceMs(): number {
        return this.#wanted.periodMs * 2.5;
    }

    /** Looks when the time is over whether something came meanwhile: cheaper than a new timer whenever something comes. */
    #awaitSilence(ms: number): void {
        this.#silenceId = GLib.timeout_add(GLib.PRIORITY_DEFAULT, ms, () => {
            this.#silenceId = 0;
            const left = this.#silenceMs - (seconds() - this.#heard) * 1000;
            if (left > 0) this.#awaitSilence(Math.ceil(left));
            else this.#onSilence();
            return GLib.SOURCE_REMOVE;
        });
    }

    #onSilence(): void {
        this.traffic = SILENCE;
        if (this.history.samples.length) this.history.push({time: seconds(), in: 0, out: 0});
        this.emit('traffic', undefined);
    }

    #onBlocked(attempt: Attempt): void {
        this.log.add(attempt);
        if (attempt.outgoing) this.unseen++;
        this.emit('blocked', attempt);
        this.emit('log', undefined);
    }

    #onVanished(): void {
        const expected = this.#subscribed === null;
        this.#subscribed = null;
        // Without a subscriber the helper leaves when it has nothing to do, and the bus brings it back.
        if (!expected) this.#retry();
    }

    #onAbsent(error: unknown): void {
        if (isCancelled(error)) return;
        const before = this.absence;
        this.status = null;
        this.#setGroups([]);
        this.absence = (error as Error).message;
        this.#subscribed = null;
        this.#setMeasuring(false);
        if (before !== this.absence) this.emit('groups', undefined);
        this.emit('status', undefined);
        this.#retry();
    }

    #retry(): void {
        const delay = RETRY_SECONDS[this.#retries++];
        if (delay === undefined || this.#retryId) return;
        this.#retryId = GLib.timeout_add_seconds(GLib.PRIORITY_DEFAULT, delay, () => {
            this.#retryId = 0;
            void this.refresh();
            return GLib.SOURCE_REMOVE;
        });
    }

    #clearTimers(): void {
        if (this.#retryId) GLib.source_remove(this.#retryId);
        if (this.#silenceId) GLib.source_remove(this.#silenceId);
        this.#retryId = this.#silenceId = 0;
    }
}

function isCancelled(error: unknown): boolean {
    return error instanceof HelperError && error.code === 'Cancelled';
}

/** A signal that does not read as JSON says nothing. */
function parsed(text: unknown): unknown {
    try {
        return JSON.parse(String(text));
    } catch {
        return null;
    }
}
