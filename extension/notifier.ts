/** Notifications in the shell's own tray. Plain text only: nothing here is ever read as markup. */
import type Gio from 'gi://Gio';
import * as MessageTray from 'resource:///org/gnome/shell/ui/messageTray.js';
import * as Main from 'resource:///org/gnome/shell/ui/main.js';
import {_} from './i18n.js';

/** Settings for notifications of this app, as Settings shows them, hold for the panel's too. */
const APP_ID = 'org.galaf.Preferences';

export interface Message {
    readonly title: string;
    readonly body: string;
    readonly actions?: readonly {readonly label: string; readonly run: () => void}[];
    /** A click on the text; nothing when missing. */
    readonly open?: () => void;
}

export class Notifier {
    readonly #icon: Gio.Icon;
    #source: MessageTray.Source | null = null;
    #destroyed = false;
    readonly #keyed = new Map<string, MessageTray.Notification>();

    constructor(icon: Gio.Icon) {
        this.#icon = icon;
    }

    show(message: Message): MessageTray.Notification | null {
        const source = this.#ensureSource();
        if (!source) return null;
        const notification = new MessageTray.Notification({
            source,
            title: message.title,
            body: message.body,
            gicon: this.#icon,
            useBodyMarkup: false,
            urgency: MessageTray.Urgency.NORMAL,
            privacyScope: MessageTray.PrivacyScope.USER,
        });
        for (const {label, run} of message.actions ?? []) notification.addAction(label, run);
        const {open} = message;
        if (open) notification.connect('activated', () => open());
        source.addNotification(notification);
        return notification;
    }

    /**
     * Changes the words of the message that was shown with this key, where it stands: no new banner.
     *
     * @param again whether to show it when there is none, or it was closed
     */
    replace(key: string, message: Message, again: boolean): void {
        const shown = this.#keyed.get(key);
        if (shown) {
            shown.set({title: message.title, body: message.body});
            return;
        }
        const made = again ? this.show(message) : null;
        if (!made) return;
        this.#keyed.set(key, made);
        made.connect('destroy', () => void this.#keyed.delete(key));
    }

    /** A failure, in the words of who failed. */
    error(title: string, error: unknown): void {
        this.show({title, body: error instanceof Error ? error.message : String(error)});
    }

    /** The tray drops a source with its last notification. */
    #ensureSource(): MessageTray.Source | null {
        // What was asked before the extension was disabled may fail afterwards.
        if (this.#destroyed || this.#source) return this.#source;
        const source = new MessageTray.Source({
            // Translators: heading of our notifications
            title: _('Firewall'),
            icon: this.#icon,
            policy: new MessageTray.NotificationApplicationPolicy(APP_ID),
        });
        source.connect('destroy', () => {
            this.#source = null;
        });
        Main.messageTray.add(source);
        this.#source = source;
        return source;
    }

    destroy(): void {
        this.#destroyed = true;
        this.#source?.destroy(MessageTray.NotificationDestroyedReason.SOURCE_CLOSED);
        this.#source = null;
        this.#keyed.clear();
    }
}
