/** Starting programs: app groups through `galaf`, and the preferences. Always by the shell's own launch context. */
import Gio from 'gi://Gio';
import GioUnix from 'gi://GioUnix';
import GLib from 'gi://GLib';
import Shell from 'gi://Shell';
import type {AppGroup} from './answers.js';
import {_, fill} from './i18n.js';

/** What the launcher's exit codes mean; docs/launcher.md has the list. */
const REFUSALS: Readonly<Record<number, () => string>> = {
    65: () => _('It was called inside a container or sandbox.'),
    66: () => _('There is no such app group, or no policy has been applied yet.'),
    67: () => _('Its launch file does not belong to the system alone. Find out who changed it.'),
    68: () => _('Its launch file cannot be read. Apply the policy again.'),
    69: () => _('You may not launch this app group.'),
    70: () => _('It does not take these arguments.'),
    71: () => _('A call to the system failed.'),
    72: () => _('Its group could not be taken. Is the launcher installed correctly?'),
    73: () => _('It could not be confined.'),
    74: () => _('Your session has no systemd manager.'),
    126: () => _('The program cannot be run.'),
    127: () => _('The program is not installed.'),
};

/** The icon of a group: its own, that of its desktop file, or the one for any program. */
export function iconOf(group: AppGroup): Gio.Icon {
    if (group.icon?.startsWith('/')) return new Gio.FileIcon({file: Gio.File.new_for_path(group.icon)});
    if (group.icon) return new Gio.ThemedIcon({name: group.icon});
    return desktopInfo(group)?.get_icon() ?? new Gio.ThemedIcon({name: 'application-x-executable'});
}

/** What the shell knows about the group's desktop file already; no file is read here. */
function desktopInfo(group: AppGroup): GioUnix.DesktopAppInfo | null {
    if (!group.desktop) return null;
    const app = Shell.AppSystem.get_default().lookup_app(group.desktop) as Shell.App | null;
    return app?.get_app_info() ?? null;
}

/** A word of `Exec=`: quoted for the shell's rules where it has to be, `%` doubled for the desktop file's. */
const execWord = (word: string): string =>
    (/^[\w@+=:,./-]+$/.test(word) ? word : GLib.shell_quote(word)).replaceAll('%', '%%');

function makeInfo(
    name: string,
    argv: readonly string[],
    extra: Readonly<Record<string, string>>,
): GioUnix.DesktopAppInfo {
    const file = new GLib.KeyFile();
    const entries = {Type: 'Application', Name: name, Exec: argv.map(execWord).join(' '), ...extra};
    for (const [key, value] of Object.entries(entries)) file.set_string('Desktop Entry', key, value);
    const info = GioUnix.DesktopAppInfo.new_from_keyfile(file);
    if (!info) throw new Error(fill(_('{program} is not installed'), {program: argv[0] ?? ''}));
    return info;
}

/** The group's desktop file when it goes through the launcher already, else one made here. */
function infoOf(group: AppGroup): GioUnix.DesktopAppInfo {
    const installed = desktopInfo(group);
    // `galafctl apply` wrote it, in front of the package's own.
    if (installed?.get_string('X-Galaf-Group') === group.name) return installed;
    const wmClass = installed?.get_startup_wm_class() ?? group.desktop?.replace(/\.desktop$/, '');
    // Without a window class nothing would tell the shell that startup is over, and the pointer would stay busy.
    return makeInfo(
        group.title,
        ['galaf', group.name],
        wmClass ? {StartupNotify: 'true', StartupWMClass: wmClass} : {},
    );
}

/** Starts it; `onExit` gets the exit code, or null when the program was killed. */
function launch(info: GioUnix.DesktopAppInfo, onExit: (code: number | null) => void): void {
    const context = global.create_app_launch_context(0, -1);
    info.launch_uris_as_manager(
        [],
        context,
        GLib.SpawnFlags.SEARCH_PATH | GLib.SpawnFlags.DO_NOT_REAP_CHILD,
        null,
        (_info, pid) => {
            // Stays until the program ends, even when the extension is disabled: nobody else would reap it.
            GLib.child_watch_add(GLib.PRIORITY_DEFAULT, pid, (_pid, status) => {
                let code: number | null = 0;
                try {
                    GLib.spawn_check_wait_status(status);
                } catch (error) {
                    const failure = error as GLib.Error;
                    code = failure.domain === GLib.spawn_exit_error_quark() ? failure.code : null;
                }
                onExit(code);
            });
        },
    );
}

/**
 * Starts an app group.
 *
 * @param onError gets what the launcher said, in words
 */
export function launchGroup(group: AppGroup, onError: (reason: Error) => void): void {
    try {
        launch(infoOf(group), code => {
            const refusal = code === null ? undefined : REFUSALS[code];
            if (refusal) onError(new Error(refusal()));
        });
    } catch (error) {
        onError(error as Error);
    }
}

/** Opens the preferences, at a page or with an endpoint filled in. A running instance takes the arguments. */
export function openPreferences(args: readonly string[], onError: (reason: Error) => void): void {
    try {
        const info = makeInfo(_('Firewall'), ['galaf-prefs', ...args], {
            StartupNotify: 'true',
            StartupWMClass: 'org.galaf.Preferences',
        });
        launch(info, code => {
            if (code) onError(new Error(fill(_('It ended with code {code}.'), {code})));
        });
    } catch (error) {
        onError(error as Error);
    }
}
