/**
 * What the system has of the desktop files that app groups name: Desktop Entry Specification 1.5, Desktop Application
 * Autostart Specification, D-Bus Specification ("Message Bus Starting Services").
 */
import type {DesktopFiles} from '../policy/types.js';
import type {MachineFiles} from './gather.js';

const DATA = ['/usr/local/share', '/usr/share', '/var/lib/flatpak/exports/share'];
const AUTOSTART = '/etc/xdg/autostart';

/** The bus name of an application that D-Bus may start: its desktop file id without the suffix. */
export const busName = (id: string): string => id.replace(/\.desktop$/, '');

/** Ids that the groups of a configuration name. */
export const desktopIds = (groups: readonly {readonly desktop: string | null}[]): string[] => [
    ...new Set(groups.flatMap(({desktop}) => desktop ?? [])),
];

function first(files: MachineFiles, name: string): string {
    for (const folder of DATA) {
        const text = files.text(`${folder}/${name}`);
        if (text) return text;
    }
    return '';
}

/** Texts of the desktop files with these ids, of their D-Bus services, and of all autostart entries if there are any ids. */
export function gatherDesktop(files: MachineFiles, ids: readonly string[]): DesktopFiles {
    const found = (name: (id: string) => string): Record<string, string> =>
        Object.fromEntries(
            ids.map(id => [id, first(files, name(id))] as const).filter(([, text]) => text !== ''),
        );
    const autostart = ids.length ? files.names(AUTOSTART).filter(name => name.endsWith('.desktop')) : [];
    return {
        entries: found(id => `applications/${id}`),
        services: found(id => `dbus-1/services/${busName(id)}.service`),
        autostart: Object.fromEntries(autostart.map(name => [name, files.text(`${AUTOSTART}/${name}`)])),
    };
}
