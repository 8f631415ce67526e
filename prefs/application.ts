/** The application: one window, actions, and what the panel asks of it. */
import Adw from 'gi://Adw?version=1';
import Gdk from 'gi://Gdk?version=4.0';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import System from 'system';
import {showAbout} from './dialogs/about.js';
import {_} from './i18n.js';
import {Session} from './model/session.js';
import css from './style.css';
import {Window} from './window.js';

/** After the policy is there. */
const TIDY_MS = 500;

export class Application extends Adw.Application {
    static {
        GObject.registerClass({GTypeName: 'GalafPreferencesApplication'}, this);
    }

    #window: Window | null = null;
    #session = new Session();

    constructor() {
        super({
            application_id: 'org.galaf.Preferences',
            flags: Gio.ApplicationFlags.HANDLES_COMMAND_LINE,
            version: VERSION,
        });
        this.add_main_option('page', 0, 0, GLib.OptionArg.STRING, _('Open a page'), 'PAGE');
        this.add_main_option('group', 0, 0, GLib.OptionArg.STRING, _('Open an app group'), 'NAME');
        this.add_main_option(
            'endpoint',
            0,
            0,
            GLib.OptionArg.STRING,
            _('Propose an endpoint for it'),
            'JSON',
        );
    }

    override vfunc_startup(): void {
        super.vfunc_startup();
        const provider = new Gtk.CssProvider();
        provider.load_from_string(css);
        const display = Gdk.Display.get_default();
        if (display) Gtk.StyleContext.add_provider_for_display(display, provider, 600);
        this.#addActions();
        this.#tidyOnce();
        this.#session.start();
    }

    /**
     * Reading 500 groups leaves much behind. GJS would clear that away ten seconds later, for a tenth of a second while somebody
     * types; right after the start nobody does yet.
     */
    #tidyOnce(): void {
        const stop = this.#session.changed.connect(() => {
            if (!this.#session.loaded) return;
            stop();
            GLib.timeout_add(GLib.PRIORITY_LOW, TIDY_MS, () => {
                System.gc();
                return GLib.SOURCE_REMOVE;
            });
        });
    }

    #addActions(): void {
        const add = (name: string, run: () => void, ...accels: string[]) => {
            const action = new Gio.SimpleAction({name});
            action.connect('activate', run);
            this.add_action(action);
            this.set_accels_for_action(`app.${name}`, accels);
        };
        add('quit', () => this.#window?.close(), '<Control>q');
        add('about', () => this.#window && showAbout(this.#window));
        // The panel's "Allow always…": the group's page with the endpoint filled in.
        const propose = new Gio.SimpleAction({
            name: 'propose-endpoint',
            parameter_type: new GLib.VariantType('(ss)'),
        });
        propose.connect('activate', (_action, parameter) => {
            const [group, endpoint] = parameter!.deepUnpack<[string, string]>();
            this.#present().propose(group, endpoint);
        });
        this.add_action(propose);
    }

    override vfunc_activate(): void {
        this.#present();
    }

    override vfunc_command_line(line: Gio.ApplicationCommandLine): number {
        const options = line.get_options_dict();
        const text = (key: string) =>
            options.lookup_value(key, new GLib.VariantType('s'))?.get_string()[0] ?? '';
        const window = this.#present();
        const group = text('group');
        if (text('page')) window.open(text('page'));
        if (group && text('endpoint')) window.propose(group, text('endpoint'));
        else if (group) window.openSubject(group);
        // Whoever handed it over, a terminal or the panel, waits until it goes, which GJS would leave to its next tidying.
        line.done();
        return 0;
    }

    override vfunc_shutdown(): void {
        this.#session.destroy();
        super.vfunc_shutdown();
    }

    #present(): Window {
        this.#window ??= this.#createWindow();
        this.#window.present();
        return this.#window;
    }

    #createWindow(): Window {
        const window = new Window(this, this.#session);
        window.connect('close-request', () => {
            this.#window = null;
            return false;
        });
        return window;
    }
}
