/** Which dnsmasq the system asks by itself, from the files that say it (NetworkManager.conf(5), dnsmasq(8)). */
import type {Machine} from '../policy/types.js';
import type {MachineFiles} from './gather.js';

/** Folders of NetworkManager's configuration; later ones win, and a file hides those of its name before. */
const NM_FOLDERS = [
    '/usr/lib/NetworkManager/conf.d',
    '/run/NetworkManager/conf.d',
    '/etc/NetworkManager/conf.d',
];
const NM_UNIT = '/etc/systemd/system/multi-user.target.wants/NetworkManager.service';
const DNSMASQ_UNIT = '/etc/systemd/system/multi-user.target.wants/dnsmasq.service';

/** Value of `dns` in `[main]`; null when the text does not say. */
function dnsOf(text: string): string | null {
    let section = '';
    let found: string | null = null;
    for (const line of text.split('\n').map(part => part.trim())) {
        section = /^\[(.*)\]$/.exec(line)?.[1] ?? section;
        const [, value] = /^dns\s*=\s*(.*)$/.exec(line) ?? [];
        if (section === 'main' && value !== undefined) found = value;
    }
    return found;
}

/** The main file first, as NetworkManager reads it; what is read later wins. */
function networkManagerDns(files: MachineFiles): string | null {
    const byName = new Map<string, string>();
    for (const folder of NM_FOLDERS)
        for (const name of files.names(folder).filter(file => file.endsWith('.conf')))
            byName.set(name, `${folder}/${name}`);
    const snippets = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
    const values = ['/etc/NetworkManager/NetworkManager.conf', ...snippets].map(path =>
        dnsOf(files.text(path)),
    );
    return values.findLast(value => value !== null) ?? null;
}

/** A service that is enabled and, for NetworkManager, told to run dnsmasq. */
export function localResolver(files: MachineFiles): Machine['localResolver'] {
    if (files.text(NM_UNIT) && networkManagerDns(files) === 'dnsmasq') return 'networkmanager';
    return files.text(DNSMASQ_UNIT) ? 'dnsmasq' : null;
}
