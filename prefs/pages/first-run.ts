/** Without a policy: what will happen, and a start made from this machine. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {_} from '../i18n.js';
import {
    type Offered,
    type ProposedApp,
    proposedApps,
    type ProposedService,
    proposedServices,
    startingPolicy,
} from '../model/starting-policy.js';
import {plain} from '../widgets/build.js';
import {setAppIcon} from '../widgets/icons.js';

function explanation(icon: string, title: string, subtitle: string): Adw.ActionRow {
    const row = new Adw.ActionRow({title, subtitle, ...plain});
    row.add_prefix(new Gtk.Image({icon_name: icon, accessible_role: Gtk.AccessibleRole.PRESENTATION}));
    return row;
}

/** No Adw.StatusPage: it scrolls by itself, and shrinks to nothing inside of a page that does. */
function welcome(): Gtk.Box {
    const box = new Gtk.Box({orientation: Gtk.Orientation.VERTICAL, spacing: 6, margin_top: 12});
    box.append(
        new Gtk.Image({
            icon_name: 'org.galaf.Preferences',
            pixel_size: 96,
            accessible_role: Gtk.AccessibleRole.PRESENTATION,
        }),
    );
    const line = (label: string, ...classes: string[]) =>
        box.append(
            new Gtk.Label({label, wrap: true, justify: Gtk.Justification.CENTER, css_classes: classes}),
        );
    line(_('Welcome to Galaf'), 'title-1');
    line(_('There is no policy yet, so every app may use the network.'), 'body');
    return box;
}

function what(): Adw.PreferencesGroup {
    const group = new Adw.PreferencesGroup({title: _('What Will Happen')});
    group.add(
        explanation(
            'security-high-symbolic',
            _('Nothing uses the network unless you allow it'),
            _('Each app gets a group of its own, with the destinations that it may reach.'),
        ),
    );
    group.add(
        explanation(
            'emblem-system-symbolic',
            _('The system keeps working'),
            _('Addresses, time, name lookups and software updates are allowed from the start.'),
        ),
    );
    group.add(
        explanation(
            'alarm-symbolic',
            _('You try it for a minute first'),
            _('Unless you keep it, everything goes back to how it is now.'),
        ),
    );
    return group;
}

/** A row for each, all of them on; the set has those that are. */
function choices<T extends Offered>(group: Adw.PreferencesGroup, offered: readonly T[]): Set<T> {
    const chosen = new Set(offered);
    for (const one of offered) {
        const row = new Adw.SwitchRow({title: one.title, subtitle: one.words, active: true, ...plain});
        const icon = new Gtk.Image({
            pixel_size: one.icon.endsWith('-symbolic') ? 16 : 32,
            accessible_role: Gtk.AccessibleRole.PRESENTATION,
        });
        setAppIcon(icon, one.icon);
        row.add_prefix(icon);
        row.connect('notify::active', () => {
            if (row.active) chosen.add(one);
            else chosen.delete(one);
        });
        group.add(row);
    }
    return chosen;
}

export class FirstRun extends Adw.Bin {
    static {
        GObject.registerClass({GTypeName: 'GalafFirstRun'}, this);
    }

    #app: App;
    #apps: Set<ProposedApp>;
    #services: Set<ProposedService>;

    constructor(app: App) {
        super();
        this.#app = app;
        const page = new Adw.PreferencesPage();
        const head = new Adw.PreferencesGroup();
        head.add(welcome());
        const apps = proposedApps();
        const appGroup = new Adw.PreferencesGroup({
            title: _('A Start for This Machine'),
            description: apps.length
                ? _('These installed apps look as if they need the network.')
                : _('No installed app was found that needs the network. You can add some later.'),
        });
        this.#apps = choices(appGroup, apps);
        const services = proposedServices();
        const serviceGroup = new Adw.PreferencesGroup({
            description: _('These services of the system use it already.'),
            visible: services.length > 0,
        });
        this.#services = choices(serviceGroup, services);
        for (const group of [head, what(), appGroup, serviceGroup, this.#buttons()]) page.add(group);
        this.child = page;
    }

    #buttons(): Adw.PreferencesGroup {
        const group = new Adw.PreferencesGroup();
        const button = new Gtk.Button({
            label: _('_Use This Start'),
            use_underline: true,
            css_classes: ['pill', 'suggested-action'],
            halign: Gtk.Align.CENTER,
        });
        button.connect('clicked', () => this.#use());
        group.add(button);
        return group;
    }

    #use(): void {
        const text = startingPolicy([...this.#apps], [...this.#services]);
        this.#app.session.draft.write(_('Starting policy for this machine'), 'galaf.json', text);
        this.#app.toast(_('Look through it, then apply'));
    }
}
