/** Apps that are installed on this machine. */
import Gio from 'gi://Gio';
import type GioUnix from 'gi://GioUnix?version=2.0';
import GLib from 'gi://GLib';
import type {InstalledApp} from '../../core/templates.js';

/** Words of an Exec line, its program with the whole path; null when it cannot be started. */
function execWords(line: string): string[] | null {
    let words: string[];
    try {
        words = GLib.shell_parse_argv(line)[1] ?? [];
    } catch {
        return null;
    }
    const [program, ...rest] = words;
    const path = program && GLib.find_program_in_path(program);
    return path ? [path, ...rest] : null;
}

function describe(info: GioUnix.DesktopAppInfo): InstalledApp | null {
    const exec = execWords(info.get_string('Exec') ?? '');
    const id = info.get_id();
    if (!exec || !id) return null;
    return {
        id,
        title: info.get_display_name(),
        icon: info.get_string('Icon'),
        exec,
        categories: (info.get_categories() ?? '').split(';').filter(word => word),
        types: info.get_supported_types(),
    };
}

/** Those that menus show, by title. Ours would only lead to itself. */
export function installedApps(): InstalledApp[] {
    return Gio.AppInfo.get_all()
        .filter(info => info.should_show() && info.get_id() !== 'org.galaf.Preferences.desktop')
        .flatMap(info => describe(info as GioUnix.DesktopAppInfo) ?? [])
        .sort((a, b) => a.title.localeCompare(b.title));
}
