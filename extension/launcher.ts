/** Starting programs: app groups through `galaf`, and the preferences. Always by the shell's own launch context. */
import Gio from 'gi://Gio';
import GioUnix from 'gi://GioUnix';
import GLib from 'gi://GLib';
import Shell from 'gi://Shell';
import type {AppGroup} from './answers.js';
import {foreign} from './format.js';
import {_, fill} from './i18n.js';
import {openReport} from './report.js';

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

/** What a child's end means: its exit code, or null when it was killed. */
function exitCode(status: number): number | null {
    try {
        GLib.spawn_check_wait_status(status);
        return 0;
    } catch (error) {
        const failure = error as GLib.Error;
        return failure.domain === GLib.spawn_exit_error_quark() ? failure.code : null;
    }
}

/**
 * Starts it with the shell's own launch context.
 *
 * @param onExit gets the exit code, or null when the program was killed
 * @param stdin descriptor that the program gets; -1 for none
 */
function launch(
    info: GioUnix.DesktopAppInfo,
    context: Gio.AppLaunchContext,
    onExit: (code: number | null) => void,
    stdin = -1,
): void {
    const flags = GLib.SpawnFlags.SEARCH_PATH | GLib.SpawnFlags.DO_NOT_REAP_CHILD;
    // The watch stays until the program ends, even when the extension is disabled: nobody else would reap it.
    const onPid = (_info: GioUnix.DesktopAppInfo, pid: number) =>
        void GLib.child_watch_add(GLib.PRIORITY_DEFAULT, pid, (_pid, status) => onExit(exitCode(status)));
    info.launch_uris_as_manager_with_fds([], context, flags, null, onPid, stdin, -1, -1);
}

/** What a refusal means to the user, and the launcher's own words. */
function refusal(code: number | null, words: string): string {
    const meaning = code === null ? undefined : REFUSALS[code];
    // Translators: what a refusal means, and the words of the program that refused
    return meaning ? fill(_('{meaning} ({words})'), {meaning: meaning(), words: foreign(words)}) : words;
}

/** Starts an app group. Rejects when the launcher did not get as far as the app. */
export async function launchGroup(group: AppGroup): Promise<void> {
    const context = global.create_app_launch_context(0, -1);
    context.setenv('GALAF_REPORT', '1');
    const report = openReport();
    let ended!: (code: number | null) => void;
    const exit = new Promise<number | null>(resolve => (ended = resolve));
    try {
        launch(infoOf(group), context, ended, report.fd);
    } finally {
        report.close();
    }
    const words = await report.words;
    if (words) throw new Error(refusal(await exit, words));
}

/** Opens the preferences, at a page or with an endpoint filled in. A running instance takes the arguments. */
export async function openPreferences(args: readonly string[]): Promise<void> {
    const info = makeInfo(_('Firewall'), ['galaf-prefs', ...args], {
        StartupNotify: 'true',
        StartupWMClass: 'org.galaf.Preferences',
    });
    const context = global.create_app_launch_context(0, -1);
    const code = await new Promise<number | null>(resolve => launch(info, context, resolve));
    if (code) throw new Error(fill(_('It ended with code {code}.'), {code}));
}
