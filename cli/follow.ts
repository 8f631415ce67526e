/** What goes on: blocked attempts as they come. */
import Gio from 'gi://Gio';
import {NAME, onSignal} from '../helper/dbus/client.js';
import type {BlockedAttempt} from '../helper/dbus/answers.js';
import {call} from './client.js';
import {onInterrupt} from './interrupt.js';
import {EXIT} from './output.js';

const PERIOD_MS = 1000;

/** Until Ctrl-C. A helper that ends (after an update, say) is started again by the next Subscribe. */
export async function followBlocked(show: (attempts: readonly BlockedAttempt[]) => void): Promise<number> {
    const subscribe = () => call<object>('Subscribe', '(su)', [JSON.stringify(['blocked']), PERIOD_MS]);
    const end = onSignal('Blocked', ([json]) => show(JSON.parse(String(json)) as BlockedAttempt[]));
    await subscribe();
    return new Promise((resolve, reject) => {
        const stop = (finish: () => void) => {
            end();
            forget();
            Gio.bus_unwatch_name(watch);
            finish();
        };
        const again = () =>
            subscribe().catch((error: unknown) =>
                stop(() => reject(error instanceof Error ? error : new Error(String(error)))),
            );
        const watch = Gio.bus_watch_name(
            Gio.BusType.SYSTEM,
            NAME,
            Gio.BusNameWatcherFlags.NONE,
            null,
            () => void again(),
        );
        const forget = onInterrupt(() => stop(() => resolve(EXIT.ok)));
    });
}
