/** The rest of an entry: ping, recording, removing it. */
import Adw from 'gi://Adw?version=1';
import type {App} from '../app.js';
import {_} from '../i18n.js';
import {type SubjectKind, sectionOf, subjectOf} from '../model/groups.js';
import {SwitchField} from '../widgets/fields.js';
import {fieldSection, type Section} from './section.js';

export function optionsGroup(app: App, kind: SubjectKind, name: string, remove: () => void): Section {
    const path = [sectionOf(kind), name];
    const subject = subjectOf(kind, name);
    const section = fieldSection(_('Also'), [
        new SwitchField(app, {
            title: _('Ping'),
            subtitle: _('May send echo requests.'),
            path: [...path, 'ping'],
            subject,
            fallback: false,
            step: _('ping allowed'),
            stepOff: _('ping refused'),
        }),
        new SwitchField(app, {
            title: _('Record'),
            subtitle: _('Allow everything for now, and write down every new destination.'),
            path: [...path, 'record'],
            subject,
            fallback: false,
            step: _('recording on'),
            stepOff: _('recording off'),
        }),
    ]);
    const button = new Adw.ButtonRow({
        title: kind === 'group' ? _('Remove App Group…') : _('Remove User…'),
    });
    // Added to the classes of its own, which make it a row.
    button.add_css_class('destructive-action');
    button.connect('activated', remove);
    section.widget.add(button);
    return section;
}
