/**
 * Who is told what goes over the network. A signal on the system bus would reach every local user, so each message goes
 * to one name that passed Subscribe, for as long as polkit still says yes: a session that is locked away or logged out
 * (inactive) hears nothing more. Nothing is sampled while nobody listens.
 */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import {allowed} from './authorization.js';
import type {Caller} from './caller.js';
import {NAME, PATH} from './dbus/client.js';
import {BusyError, messageOf} from './errors.js';
import {collectAfter} from './garbage.js';
import * as monitor from './monitor.js';
import {nameFinder} from './names.js';
import {ratesOf} from './rates.js';
import {RECHECK_SECONDS, TRAFFIC} from './recheck.js';
import {addChanges, type Changes, Sampler} from './stats.js';
import {namedAttempt, type Contact} from './blocked.js';
import {type Visible, visibleTo} from './visibility.js';

export type Topic = 'traffic' | 'blocked';

interface Subscription {
    readonly sender: string;
    readonly topics: ReadonlySet<Topic>;
    readonly periodMs: number;
    /** Asked again now and then: a right to see other people's traffic may end before the subscription. */
    visible: Visible;
    readonly uid: number;
    readonly watch: number;
    /** When it was told last, and what changed since; null before the first beat. */
    last: {at: number; readonly changes: Changes} | null;
}

/** Of one user; each of them is told by itself, and asked about again and again. A desktop has three. */
const MAX_EACH = 16;

const now = (): number => GLib.get_monotonic_time() / 1000;

export class Subscriptions {
    readonly #all = new Map<string, Subscription>();
    readonly #activity: {begin(): void; end(): void};
    readonly #counters = new Sampler();
    #sampler = 0;
    #sampling = false;
    #recheck = 0;
    #follow: Gio.Cancellable | null = null;

    /** @param activity keeps the helper alive as long as somebody listens */
    constructor(activity: {begin(): void; end(): void}) {
        this.#activity = activity;
    }

    /** A second call of the same name replaces the first. */
    async add(caller: Caller, topics: ReadonlySet<Topic>, periodMs: number): Promise<void> {
        const visible = await visibleTo(caller);
        this.remove(caller.sender);
        this.#refuseMore(caller.uid);
        const watch = Gio.bus_watch_name_on_connection(
            Gio.DBus.system,
            caller.sender,
            Gio.BusNameWatcherFlags.NONE,
            null,
            () => this.remove(caller.sender),
        );
        this.#activity.begin();
        const {sender, uid} = caller;
        this.#all.set(sender, {sender, uid, topics, periodMs, visible, watch, last: null});
        this.#adjust();
    }

    #refuseMore(uid: number): void {
        const listening = [...this.#all.values()].filter(listener => listener.uid === uid);
        if (uid !== 0 && listening.length >= MAX_EACH)
            throw new BusyError(
                `${MAX_EACH} programs of yours listen already; one of them has to end first`,
                [],
            );
    }

    remove(sender: string): void {
        const found = this.#all.get(sender);
        if (!found) return;
        this.#all.delete(sender);
        Gio.bus_unwatch_name(found.watch);
        this.#activity.end();
        this.#adjust();
    }

    #listeners(topic: Topic): Subscription[] {
        return [...this.#all.values()].filter(({topics}) => topics.has(topic));
    }

    /** Starts and stops what the present listeners need. */
    #adjust(): void {
        for (const timer of [this.#sampler, this.#recheck]) if (timer) GLib.source_remove(timer);
        this.#sampler = this.#recheck = 0;
        const periods = this.#listeners('traffic').map(({periodMs}) => periodMs);
        if (periods.length)
            this.#sampler = GLib.timeout_add(GLib.PRIORITY_DEFAULT, Math.min(...periods), () => {
                void this.#sample();
                return GLib.SOURCE_CONTINUE;
            });
        else this.#counters.rest();
        if (this.#all.size)
            this.#recheck = GLib.timeout_add_seconds(GLib.PRIORITY_DEFAULT, RECHECK_SECONDS, () => {
                void this.#dropUnauthorized();
                return GLib.SOURCE_CONTINUE;
            });
        const follows = this.#listeners('blocked').length > 0;
        if (follows && !this.#follow) {
            this.#follow = new Gio.Cancellable();
            void monitor.follow(events => this.#tellBlocked(events), this.#follow);
        } else if (!follows) {
            this.#follow?.cancel();
            this.#follow = null;
        }
    }

    #send(sender: string, signal: string, value: unknown): void {
        const body = new GLib.Variant('(s)', [JSON.stringify(value)]);
        Gio.DBus.system.emit_signal(sender, PATH, NAME, signal, body);
    }

    async #sample(): Promise<void> {
        // A machine that is too slow for the period skips a beat.
        if (this.#sampling) return;
        this.#sampling = true;
        let changes: Changes;
        try {
            changes = await this.#counters.read();
        } catch (error) {
            console.warn(`counters cannot be read: ${messageOf(error)}`);
            return;
        } finally {
            this.#sampling = false;
        }
        const at = now();
        const names = nameFinder();
        for (const listener of this.#listeners('traffic')) {
            const {last, sender, periodMs, visible} = listener;
            if (last) addChanges(last.changes, changes);
            // The shortest period is the clock's; others wait until theirs is over, give or take a beat.
            if (last && at - last.at < periodMs * 0.9) continue;
            listener.last = {at, changes: new Map()};
            if (last)
                this.#send(
                    sender,
                    'Traffic',
                    ratesOf(last.changes, at - last.at, visible, gid => names.group(gid)!),
                );
        }
    }

    #tellBlocked(events: readonly monitor.Line[]): void {
        const names = nameFinder();
        const attempts = events
            .filter(({event}) => event === 'blocked')
            .map(event => namedAttempt(event as unknown as Contact, names));
        for (const {sender, visible} of this.#listeners('blocked')) {
            const seen = attempts.filter(({uid}) => visible(uid));
            if (seen.length) this.#send(sender, 'Blocked', seen);
        }
        collectAfter(attempts.length);
    }

    async #dropUnauthorized(): Promise<void> {
        for (const listener of [...this.#all.values()]) {
            const {sender, uid} = listener;
            if (await allowed(TRAFFIC, sender)) listener.visible = await visibleTo({sender, uid});
            // It may have been replaced meanwhile; the new one is as little allowed.
            else {
                this.remove(sender);
                Gio.DBus.system.emit_signal(sender, PATH, NAME, 'Unsubscribed', null);
            }
        }
    }
}
