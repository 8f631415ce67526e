/** What goes on: blocked attempts as they come. */
import Gio from 'gi://Gio';
import {NAME, onSignal} from '../helper/dbus/client.js';
import type {BlockedAttempt} from '../helper/dbus/answers.js';
import {call} from './client.js';
import {_} from './i18n.js';
import {onInterrupt} from './interrupt.js';
import {EXIT, ExitError} from './output.js';

const PERIOD_MS = 1000;

/** Until Ctrl-C, or until polkit no longer lets us listen, which is an error. A helper that ends (after an update, say) is started again by the next Subscribe. */
export async function followBlocked(show: (attempts: readonly BlockedAttempt[]) => void): Promise<number> {
    const subscribe = () => call<object>('Subscribe', '(su)', [JSON.stringify(['blocked']), PERIOD_MS]);
    const ends = [onSignal('Blocked', ([json]) => show(JSON.parse(String(json)) as BlockedAttempt[]))];
    await subscribe();
    return new Promise((resolve, reject) => {
        const stop = (finish: () => void) => {
            for (const end of ends) end();
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
        const refused = () =>
            new ExitError(EXIT.notAuthorized, _('you may no longer see what goes over the network'));
        ends.push(onSignal('Unsubscribed', () => stop(() => reject(refused()))));
        const forget = onInterrupt(() => stop(() => resolve(EXIT.ok)));
    });
}
