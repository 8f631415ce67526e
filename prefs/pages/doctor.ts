/** What is not as it should be on this machine, and what to do about it. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {_, said} from '../i18n.js';
import type {Doctor, Finding, Severity} from '../../helper/dbus/answers.js';
import {type Answer, reasonOf} from '../model/helper.js';
import {emptyPage, iconButton, plain} from '../widgets/build.js';
import {Page} from './page.js';

const titles = (): Readonly<Record<Severity, string>> => ({
    high: _('Serious'),
    medium: _('Should Be Looked At'),
    low: _('For Information'),
});

const ICONS: Readonly<Record<Severity, string>> = {
    high: 'dialog-error-symbolic',
    medium: 'dialog-warning-symbolic',
    low: 'dialog-information-symbolic',
};

const STYLES: Readonly<Record<Severity, string>> = {high: 'error', medium: 'warning', low: 'accent'};

export class DoctorPage extends Page {
    static {
        GObject.registerClass({GTypeName: 'GalafDoctorPage'}, this);
    }

    #bin = new Adw.Bin();

    constructor(app: App) {
        super(app, _('Doctor'), 'doctor');
        this.header.pack_end(iconButton('view-refresh-symbolic', _('Check Again'), () => void this.#load()));
        this.content = this.#bin;
    }

    protected override shown(): void {
        void this.#load();
    }

    async #load(): Promise<void> {
        this.#bin.child = new Adw.Spinner();
        this.#show(await this.app.session.helper.ask<Doctor>('Doctor'));
    }

    #show(answer: Answer<Doctor>): void {
        if (!answer.ok) {
            this.#bin.child = emptyPage(
                'dialog-question-symbolic',
                _('Not Available'),
                reasonOf(answer.error),
            );
            return;
        }
        const {findings} = answer.value;
        if (!findings.length) {
            const text = _('No way round the firewall was found on this machine.');
            this.#bin.child = emptyPage('object-select-symbolic', _('All Is Well'), text);
            return;
        }
        const page = new Adw.PreferencesPage();
        for (const severity of ['high', 'medium', 'low'] as const) {
            const list = findings.filter(finding => finding.severity === severity);
            if (list.length) page.add(this.#group(severity, list));
        }
        this.#bin.child = page;
    }

    #group(severity: Severity, list: readonly Finding[]): Adw.PreferencesGroup {
        const group = new Adw.PreferencesGroup({title: titles()[severity]});
        for (const finding of list) group.add(this.#row(finding));
        return group;
    }

    #row({severity, titled: {title, detail}, fix}: Finding): Adw.ExpanderRow {
        const row = new Adw.ExpanderRow({title: said(title), title_lines: 3, ...plain});
        row.add_prefix(new Gtk.Image({icon_name: ICONS[severity], css_classes: [STYLES[severity]]}));
        row.add_row(new Adw.ActionRow({title: said(detail), title_lines: 0, ...plain}));
        if (fix) {
            const line = new Adw.ActionRow({
                title: _('Fix'),
                subtitle: said(fix),
                css_classes: ['property', 'monospace'],
                subtitle_selectable: true,
                ...plain,
            });
            line.add_suffix(iconButton('edit-copy-symbolic', _('Copy'), () => this.#copy(fix), 'flat'));
            row.add_row(line);
        }
        return row;
    }

    #copy(text: string): void {
        this.get_clipboard().set(text);
        this.app.toast(_('Copied'));
    }
}
