/** What applying the draft would change, in words, and why it should be tried first. */
import Adw from 'gi://Adw?version=1';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {_, said} from '../i18n.js';
import type {Diagnostic} from '../../core/config/types.js';
import type {Preview} from '../../helper/dbus/answers.js';
import {type Answer, isMissing, reasonOf} from '../model/helper.js';
import {titlesOf} from '../model/raw.js';
import {plain} from '../widgets/build.js';

interface Line {
    readonly title: string;
    readonly subtitle?: string;
}

const line = (icon: string | null, text: Line, ...classes: string[]): Adw.ActionRow => {
    const row = new Adw.ActionRow({...text, title_lines: 0, ...plain, css_classes: classes});
    if (icon)
        row.add_prefix(new Gtk.Image({icon_name: icon, accessible_role: Gtk.AccessibleRole.PRESENTATION}));
    return row;
};

function section(
    page: Adw.PreferencesPage,
    title: string,
    icon: string | null,
    lines: readonly Line[],
    ...classes: string[]
) {
    if (!lines.length) return;
    const group = new Adw.PreferencesGroup({title});
    for (const text of lines) group.add(line(icon, text, ...classes));
    page.add(group);
}

const words = (text: string): Line => ({title: said(text)});

/** What is said of the files, with the place in them, and whose it is when that has a title. */
function remark({message, path, severity}: Diagnostic, titles: ReadonlyMap<string, string>): Line {
    const name = /^groups\.([^.[]+)/.exec(path)?.[1] ?? '';
    const title = titles.get(name) ?? name;
    const place = severity === 'error' ? path : '';
    return {title: said(message), subtitle: [title === name ? '' : title, place].filter(Boolean).join(' · ')};
}

function fillPage(page: Adw.PreferencesPage, app: App, preview: Answer<Preview>): void {
    const {draft} = app.session;
    const found = preview.ok ? preview.value.diagnostics : draft.parsed.diagnostics;
    const titles = titlesOf([...draft.base, ...draft.sources]);
    const of = (severity: string): Line[] =>
        found.filter(one => one.severity === severity).map(one => remark(one, titles));
    const errors = of('error');
    section(page, _('To Be Corrected First'), 'dialog-error-symbolic', errors, 'error');
    if (preview.ok) {
        section(
            page,
            _('Better Tried First'),
            'dialog-warning-symbolic',
            preview.value.risks.map(words),
            'warning',
        );
        section(page, _('What Will Change'), null, preview.value.titled_summary.map(words));
        section(page, _('Remarks'), 'dialog-information-symbolic', of('warning'));
    } else if (!isMissing(preview.error) && !errors.length)
        section(page, _('Not Checked'), 'dialog-warning-symbolic', [{title: reasonOf(preview.error)}]);
    section(
        page,
        _('Your Steps'),
        'document-edit-symbolic',
        draft.inWords().map(title => ({title})),
    );
}

/** @param apply called with whether to try first, null when the person leaves it to the risks */
export function showReview(app: App, apply: (trial: boolean | null) => void): void {
    const header = new Adw.HeaderBar();
    const view = new Adw.ToolbarView();
    view.add_top_bar(header);
    const dialog = new Adw.Dialog({
        title: _('Review Changes'),
        content_width: 560,
        content_height: 560,
        child: view,
    });
    const spinner = new Adw.Spinner({width_request: 32, height_request: 32, halign: Gtk.Align.CENTER});
    view.content = spinner;
    const run = (trial: boolean) => {
        dialog.close();
        apply(trial);
    };
    void app.session.preview().then(preview => {
        const page = new Adw.PreferencesPage();
        fillPage(page, app, preview);
        view.content = page;
        if (!hasErrors(app, preview)) view.add_bottom_bar(buttons(preview, run));
    });
    dialog.present(app.window);
}

const hasErrors = (app: App, preview: Answer<Preview>): boolean =>
    app.session.draft.errors.length > 0 ||
    (preview.ok && preview.value.diagnostics.some(({severity}) => severity === 'error'));

function buttons(preview: Answer<Preview>, run: (trial: boolean) => void): Gtk.Widget {
    const risky = preview.ok && preview.value.risks.length > 0;
    // In a narrow window one stands above the other.
    const box = new Adw.WrapBox({
        ...{child_spacing: 6, line_spacing: 6, align: 0.5},
        css_classes: ['galaf-dialog-buttons'],
    });
    const add = (label: string, trial: boolean) => {
        const suggested = trial === risky;
        const button = new Gtk.Button({
            label,
            use_underline: true,
            css_classes: suggested ? ['pill', 'suggested-action'] : ['pill'],
        });
        button.connect('clicked', () => run(trial));
        box.append(button);
    };
    add(_('_Try for a Minute'), true);
    add(_('_Apply'), false);
    return box;
}
