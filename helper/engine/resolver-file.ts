/** The file for a dnsmasq that the system asks anyway, in the resolver modes in which that one learns addresses. */
import {makeFolder, read, remove, write} from '../files.js';
import {attempt, NMCLI, run, SYSTEMCTL} from '../subprocess.js';

const PLACES: Readonly<Record<string, {file: string; restart: readonly string[]}>> = {
    networkmanager: {
        file: '/etc/NetworkManager/dnsmasq.d/galaf.conf',
        restart: [NMCLI, 'general', 'reload', 'dns-full'],
    },
    dnsmasq: {
        file: '/etc/dnsmasq.d/galaf.conf',
        restart: [SYSTEMCTL, 'try-restart', 'dnsmasq.service'],
    },
};

/** The gate may have words for the dnsmasq behind it: that of NetworkManager, never the system's, which has a user of its own. */
const placeOf = (mode: string | null): string | null => (mode === 'gate' ? 'networkmanager' : mode);

/**
 * Puts the lines where the mode's service reads them, and takes them away everywhere else. dnsmasq reads them only when
 * it starts: it is started anew when they changed, and left alone otherwise.
 *
 * @param mode resolver mode of a generation; null when none is in force
 * @param text its `resolver.conf`; null when it has none
 */
export async function installResolverFile(mode: string | null, text: string | null): Promise<void> {
    for (const [name, {file, restart}] of Object.entries(PLACES)) {
        const wanted = name === placeOf(mode) ? text : null;
        if (read(file) === wanted) continue;
        if (wanted === null) {
            remove(file);
            // A service that is no longer there needs no restart.
            await attempt(restart).catch(() => undefined);
            continue;
        }
        makeFolder(file.slice(0, file.lastIndexOf('/')));
        write(file, wanted);
        await run(restart);
    }
}
