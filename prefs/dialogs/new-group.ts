/** A new app group in three clicks: the app, its starting set, and Apply in the bar. */
import Adw from 'gi://Adw?version=1';
import Gtk from 'gi://Gtk?version=4.0';
import {
    entryFor,
    groupNameFor,
    type InstalledApp,
    suggestTemplate,
    type Template,
    TEMPLATES,
} from '../../core/templates.js';
import type {App} from '../app.js';
import {_, fill} from '../i18n.js';
import {groupNames} from '../model/accounts.js';
import type {Label} from '../model/draft.js';
import {asText, readRaw} from '../model/raw.js';
import {templateWords} from '../model/templates.js';
import {AppList} from '../widgets/app-list.js';
import {navigationPage, plain, presentAt} from '../widgets/build.js';
import {setAppIcon} from '../widgets/icons.js';
import {askName} from './name.js';

/** Names that are taken, by groups and by users. */
export function takenNames(app: App): Set<string> {
    const {sources} = app.session.draft;
    return new Set(['groups', 'users'].flatMap(section => readRaw(sources, section).map(({name}) => name)));
}

function templateRow(template: Template, suggested: boolean, chosen: () => void): Adw.ActionRow {
    const {title, text, icon} = templateWords(template.id);
    const row = new Adw.ActionRow({title, subtitle: text, activatable: true, ...plain});
    row.add_prefix(new Gtk.Image({icon_name: icon, accessible_role: Gtk.AccessibleRole.PRESENTATION}));
    if (suggested)
        row.add_suffix(
            new Gtk.Label({label: _('Suggested'), css_classes: ['galaf-tag'], valign: Gtk.Align.CENTER}),
        );
    row.connect('activated', chosen);
    return row;
}

function templatePage(app: InstalledApp, chosen: (template: Template) => void): Adw.NavigationPage {
    const page = new Adw.PreferencesPage();
    const head = new Adw.PreferencesGroup();
    const icon = new Gtk.Image({pixel_size: 64, accessible_role: Gtk.AccessibleRole.PRESENTATION});
    setAppIcon(icon, app.icon ?? '');
    const box = new Gtk.Box({orientation: Gtk.Orientation.VERTICAL, spacing: 6, margin_bottom: 6});
    box.append(icon);
    box.append(new Gtk.Label({label: app.title, css_classes: ['title-2'], wrap: true}));
    head.add(box);
    page.add(head);
    const group = new Adw.PreferencesGroup({
        title: _('What May It Reach?'),
        description: _('A start that you can change at any time.'),
    });
    const suggested = suggestTemplate(app.categories);
    const rest = TEMPLATES.filter(template => template !== suggested);
    for (const template of [suggested, ...rest])
        group.add(templateRow(template, template === suggested, () => chosen(template)));
    page.add(group);
    return navigationPage({title: _('Starting Set'), content: page});
}

export function showNewGroup(app: App): void {
    const navigation = new Adw.NavigationView();
    const dialog = new Adw.Dialog({
        title: _('Add App Group'),
        child: navigation,
        content_width: 520,
        content_height: 600,
    });
    const add = (installed: InstalledApp, template: Template) => {
        const group = groupNameFor(installed, new Set([...takenNames(app), ...groupNames()]));
        const entry = entryFor(installed, template);
        const label: Label = called => fill(_('Add app group {name}'), {name: called(group)});
        if (!app.edit(label, [{verb: 'add-group', group, entry}])) return;
        dialog.close();
        app.openSubject(group);
    };
    const taken = new Set(
        readRaw(app.session.draft.sources, 'groups').map(({value}) => asText(value['desktop'])),
    );
    const list = new AppList(
        installed => navigation.push(templatePage(installed, template => add(installed, template))),
        taken,
    );
    const other = new Gtk.Button({label: _('_Other…'), use_underline: true});
    other.tooltip_text = _('A group without an installed app');
    other.connect('clicked', () => {
        dialog.close();
        addByName(app);
    });
    navigation.add(navigationPage({title: _('Choose an App'), content: list, end: [other]}));
    presentAt(dialog, app.window, list.search);
}

/** A group for a program without a desktop file: only its name is asked for. */
function addByName(app: App): void {
    askName(app, {section: 'groups', title: _('Add App Group'), label: _('Name of the group')}, group => {
        const label = fill(_('Add app group {name}'), {name: group});
        if (!app.edit(label, [{verb: 'add-group', group, entry: {}}])) return false;
        app.openSubject(group);
        return true;
    });
}
