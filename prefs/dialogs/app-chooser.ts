/** Chooses the command of a group: from an installed app, or a program file. */
import Adw from 'gi://Adw?version=1';
import Gio from 'gi://Gio';
import Gtk from 'gi://Gtk?version=4.0';
import {commandFor, type InstalledApp} from '../../core/templates.js';
import type {App} from '../app.js';
import {_, fill} from '../i18n.js';
import type {Label} from '../model/draft.js';
import {setValue} from '../model/paths.js';
import {AppList} from '../widgets/app-list.js';
import {navigationPage, presentAt} from '../widgets/build.js';

export function showAppChooser(app: App, group: string): void {
    const dialog = new Adw.Dialog({title: _('Choose Command'), content_width: 520, content_height: 600});
    const set = (shown: string, execv: readonly string[], args: unknown, desktop: string | null) => {
        const path = ['groups', group];
        const label: Label = called =>
            fill(_('{name}: command {command}'), {name: called(group), command: shown});
        app.edit(label, [
            setValue([...path, 'execv'], execv),
            setValue([...path, 'args'], args),
            ...(desktop ? [setValue([...path, 'desktop'], desktop)] : []),
        ]);
        dialog.close();
    };
    const list = new AppList((chosen: InstalledApp) => {
        const {execv, args} = commandFor(chosen);
        set(chosen.title, execv, args, chosen.id);
    }, new Set());
    const file = new Gtk.Button({label: _('_File…'), use_underline: true});
    file.connect('clicked', () => void chooseFile(app, path => set(path, [path], null, null)));
    dialog.child = navigationPage({title: _('Choose Command'), content: list, end: [file]});
    presentAt(dialog, app.window, list.search);
}

async function chooseFile(app: App, chosen: (path: string) => void): Promise<void> {
    const chooser = new Gtk.FileDialog({
        title: _('Choose a Program'),
        initial_folder: Gio.File.new_for_path('/usr/bin'),
    });
    try {
        const file = await chooser.open(app.window, null);
        const path = file?.get_path();
        if (path) chosen(path);
    } catch {
        // Closing the dialog is an answer.
    }
}
