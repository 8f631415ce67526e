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
    /** A message with the same key takes the place of the one before. */
    readonly key?: string;
}

export class Notifier {
    readonly #icon: Gio.Icon;
    #source: MessageTray.Source | null = null;
    readonly #keyed = new Map<string, MessageTray.Notification>();

    constructor(icon: Gio.Icon) {
        this.#icon = icon;
    }

    show(message: Message): void {
        const source = this.#ensureSource();
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
        const {open, key} = message;
        if (open) notification.connect('activated', () => open());
        if (key !== undefined) this.#replace(key, notification);
        source.addNotification(notification);
    }

    /** A failure, in the words of who failed. */
    error(title: string, error: unknown): void {
        this.show({title, body: error instanceof Error ? error.message : String(error)});
    }

    #replace(key: string, notification: MessageTray.Notification): void {
        this.#keyed.get(key)?.destroy(MessageTray.NotificationDestroyedReason.REPLACED);
        this.#keyed.set(key, notification);
        notification.connect('destroy', () => {
            if (this.#keyed.get(key) === notification) this.#keyed.delete(key);
        });
    }

    /** The tray drops a source with its last notification. */
    #ensureSource(): MessageTray.Source {
        if (this.#source) return this.#source;
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
        this.#source?.destroy(MessageTray.NotificationDestroyedReason.SOURCE_CLOSED);
        this.#source = null;
        this.#keyed.clear();
    }
}
