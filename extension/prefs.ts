/** The indicator's options, and the way to the preferences of the firewall itself. Runs in GNOME's Extensions app. */
import Adw from 'gi://Adw?version=1';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import Gtk from 'gi://Gtk?version=4.0';
import {ExtensionPreferences} from 'resource:///org/gnome/Shell/Extensions/js/extensions/prefs.js';
import {_} from './i18n.js';

function switchRow(settings: Gio.Settings, key: string, title: string, subtitle: string): Adw.SwitchRow {
    const row = new Adw.SwitchRow({title, subtitle});
    settings.bind(key, row, 'active', Gio.SettingsBindFlags.DEFAULT);
    return row;
}

/** @param choices value of the setting and its words, in the order of the list */
function choiceRow(
    settings: Gio.Settings,
    key: string,
    title: string,
    choices: [string, string][],
): Adw.ComboRow {
    const model = Gtk.StringList.new(choices.map(([, text]) => text));
    const row = new Adw.ComboRow({title, model});
    const read = () => {
        row.selected = Math.max(
            0,
            choices.findIndex(([value]) => value === settings.get_string(key)),
        );
    };
    read();
    settings.connect(`changed::${key}`, read);
    row.connect('notify::selected', () => {
        const value = choices[row.selected]?.[0];
        if (value !== undefined && value !== settings.get_string(key)) settings.set_string(key, value);
    });
    return row;
}

function indicatorGroup(settings: Gio.Settings): Adw.PreferencesGroup {
    const group = new Adw.PreferencesGroup({title: _('Top Bar')});
    group.add(
        switchRow(
            settings,
            'show-rates',
            _('Show Rates'),
            _('Without them, traffic is measured only while the menu is open'),
        ),
    );
    group.add(switchRow(settings, 'bits', _('Count Bits'), _('Bits per second rather than bytes')));
    const adjustment = new Gtk.Adjustment({lower: 1, upper: 10, stepIncrement: 1});
    const period = new Adw.SpinRow({title: _('Seconds Between Measurements'), adjustment});
    settings.bind('period', period, 'value', Gio.SettingsBindFlags.DEFAULT);
    group.add(period);
    group.add(
        choiceRow(settings, 'position', _('Position'), [
            ['left', _('Left')],
            ['center', _('Center')],
            ['right', _('Right')],
        ]),
    );
    return group;
}

/** Who was muted, each with a button that ends it. */
function mutedGroup(settings: Gio.Settings): Adw.PreferencesGroup {
    const group = new Adw.PreferencesGroup({title: _('Muted'), description: _('Blocked without a notice')});
    let rows: Adw.ActionRow[] = [];
    const fill = () => {
        for (const row of rows) group.remove(row);
        const muted = settings.get_strv('muted');
        group.visible = muted.length > 0;
        rows = muted.map(subject => {
            const row = new Adw.ActionRow({
                title: GLib.markup_escape_text(subject.replace(/^user:/, ''), -1),
            });
            const unmute = new Gtk.Button({label: _('Unmute'), valign: Gtk.Align.CENTER});
            unmute.connect('clicked', () =>
                settings.set_strv(
                    'muted',
                    settings.get_strv('muted').filter(other => other !== subject),
                ),
            );
            row.add_suffix(unmute);
            group.add(row);
            return row;
        });
    };
    settings.connect('changed::muted', fill);
    fill();
    return group;
}

function openApp(): void {
    const info = Gio.AppInfo.create_from_commandline('galaf-prefs', null, Gio.AppInfoCreateFlags.NONE);
    info.launch([], null);
}

export default class GalafPreferences extends ExtensionPreferences {
    override fillPreferencesWindow(window: Adw.PreferencesWindow): Promise<void> {
        const settings = this.getSettings();
        const page = new Adw.PreferencesPage();
        page.add(indicatorGroup(settings));
        const notices = new Adw.PreferencesGroup({title: _('Notices')});
        notices.add(
            choiceRow(settings, 'notices', _('Notify of Blocked Attempts'), [
                ['each', _('Once per Destination')],
                ['summary', _('Only a Summary')],
                ['off', _('Never')],
            ]),
        );
        page.add(notices);
        page.add(mutedGroup(settings));
        const app = new Adw.PreferencesGroup();
        const open = new Adw.ActionRow({
            title: _('Apps and Permissions'),
            subtitle: _('Who may reach what'),
            activatable: true,
        });
        open.add_suffix(new Gtk.Image({iconName: 'go-next-symbolic'}));
        open.connect('activated', openApp);
        app.add(open);
        page.add(app);
        window.add(page);
        return Promise.resolve();
    }
}
