/** What the user can do from the panel. Failures become notifications; a cancelled password is no failure. */
import type Gio from 'gi://Gio';
import {HelperError} from '../helper/dbus/client.js';
import type {AppGroup, Attempt} from './answers.js';
import type {Firewall} from './firewall.js';
import {foreign} from './format.js';
import {_, fill} from './i18n.js';
import {launchGroup, openPreferences} from './launcher.js';
import {remember} from './launch-order.js';
import {subjectKey} from './notice-rules.js';
import type {Notifier} from './notifier.js';

/** What an attempt asks for, as an endpoint of the configuration. */
function endpointOf(attempt: Attempt): string {
    const ports =
        attempt.port !== null && (attempt.protocol === 'tcp' || attempt.protocol === 'udp')
            ? `${attempt.protocol}/${attempt.port}`
            : 'any';
    // A refused lookup says which name, not which port was wanted.
    if (attempt.question !== null) return JSON.stringify({to: attempt.question, ports: 'any'});
    return JSON.stringify({to: attempt.host ?? attempt.address, ports});
}

export class Actions {
    readonly #firewall: Firewall;
    readonly #notifier: Notifier;
    readonly #settings: Gio.Settings;

    constructor(firewall: Firewall, notifier: Notifier, settings: Gio.Settings) {
        this.#firewall = firewall;
        this.#notifier = notifier;
        this.#settings = settings;
    }

    /** Lets every app use the network for a while. */
    pause(seconds: number): void {
        void this.#change(_('The Firewall Was Not Paused'), 'Pause', '(u)', [seconds]);
    }

    stop(): void {
        void this.#change(_('The Firewall Was Not Stopped'), 'Stop', '()', []);
    }

    /** Back to the policy, from a pause or from a stop. */
    resume(): void {
        void this.#change(_('The Firewall Was Not Started'), 'Start', '()', []);
    }

    allowForAnHour(attempt: Attempt): void {
        const args = [subjectKey(attempt), endpointOf(attempt), '3600'];
        void this.#change(_('Nothing Was Allowed'), 'AllowFor', '(sss)', args);
    }

    /** Opens the preferences with the endpoint filled in; nothing is allowed before it is applied there. */
    allowAlways(attempt: Attempt): void {
        this.preferences('--group', subjectKey(attempt), '--endpoint', endpointOf(attempt));
    }

    mute(subject: string): void {
        const muted = this.#settings.get_strv('muted');
        if (!muted.includes(subject)) this.#settings.set_strv('muted', [...muted, subject]);
    }

    preferences(...args: string[]): void {
        openPreferences(args).catch((error: unknown) =>
            this.#notifier.error(_('The Preferences Did Not Open'), error),
        );
    }

    launch(group: AppGroup): void {
        this.#settings.set_strv('recent', remember(this.#settings.get_strv('recent'), group.name));
        const title = fill(_('{app} Did Not Start'), {app: foreign(group.title)});
        launchGroup(group).catch((error: unknown) => this.#notifier.error(title, error));
    }

    async #change(title: string, method: string, signature: string, args: readonly unknown[]): Promise<void> {
        try {
            await this.#firewall.call(method, signature, args, {interactive: true});
            await this.#firewall.refresh();
        } catch (error) {
            const code = error instanceof HelperError ? error.code : '';
            // Not given a password, or disabled meanwhile: the user knows.
            if (code !== 'NotAuthorized' && code !== 'Cancelled') this.#notifier.error(title, error);
        }
    }
}
