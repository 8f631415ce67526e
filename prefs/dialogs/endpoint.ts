/** A new endpoint: destination and ports, checked by the parser as they are typed. */
import Adw from 'gi://Adw?version=1';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {_, fill} from '../i18n.js';
import type {Label} from '../model/draft.js';
import {checkEndpoint, endpointOf, type EndpointText} from '../model/endpoint.js';
import {plain, presentAt} from '../widgets/build.js';
import {NoteRow} from '../widgets/note-row.js';

/** Ports that people look for by name. */
const services = (): readonly [string, string][] => [
    [_('Web'), 'tcp/443, tcp/80, udp/443'],
    [_('Mail'), 'tcp/993, tcp/465, tcp/587'],
    [_('SSH'), 'tcp/22'],
    [_('Every port'), 'any'],
];

class EndpointDialog {
    readonly #to = new Adw.EntryRow({title: _('Domains or addresses'), activates_default: true, ...plain});
    readonly #ports = new Adw.EntryRow({title: _('Ports'), activates_default: true, ...plain});
    readonly #toNote = new NoteRow();
    readonly #portsNote = new NoteRow();
    readonly #button = new Gtk.Button({
        label: _('_Add'),
        use_underline: true,
        css_classes: ['suggested-action'],
    });
    readonly #dialog: Adw.Dialog;
    readonly #done: (text: EndpointText) => boolean;

    constructor(title: string, initial: EndpointText, done: (text: EndpointText) => boolean) {
        this.#done = done;
        this.#to.text = initial.to;
        this.#ports.text = initial.ports;
        const header = new Adw.HeaderBar({show_start_title_buttons: false, show_end_title_buttons: false});
        const cancel = new Gtk.Button({label: _('_Cancel'), use_underline: true});
        header.pack_start(cancel);
        header.pack_end(this.#button);
        const view = new Adw.ToolbarView({content: this.#page()});
        view.add_top_bar(header);
        this.#dialog = new Adw.Dialog({
            title,
            child: view,
            content_width: 480,
            content_height: 400,
            default_widget: this.#button,
        });
        cancel.connect('clicked', () => this.#dialog.close());
        this.#button.connect('clicked', () => this.#finish());
        for (const row of [this.#to, this.#ports]) row.connect('changed', () => this.#check());
        this.#check();
    }

    #page(): Adw.PreferencesPage {
        const page = new Adw.PreferencesPage();
        const to = new Adw.PreferencesGroup({
            description: _('A domain covers every name below it. Also addresses, “lan” and “any”.'),
        });
        to.add(this.#to);
        to.add(this.#toNote);
        const ports = new Adw.PreferencesGroup();
        ports.add(this.#ports);
        ports.add(this.#portsNote);
        const box = new Adw.WrapBox({child_spacing: 6, line_spacing: 6, margin_top: 12});
        for (const [title, text] of services()) {
            const button = new Gtk.Button({label: title});
            button.connect('clicked', () => (this.#ports.text = text));
            box.append(button);
        }
        ports.add(box);
        page.add(to);
        page.add(ports);
        return page;
    }

    get #text(): EndpointText {
        return {to: this.#to.text, ports: this.#ports.text};
    }

    #check(): void {
        const {to, ports} = checkEndpoint(this.#text);
        // An empty field is not a mistake yet.
        this.#toNote.attach(this.#to, this.#to.text ? to : []);
        this.#portsNote.attach(this.#ports, ports);
        this.#button.sensitive = ![...to, ...ports].some(({severity}) => severity === 'error');
    }

    #finish(): void {
        if (this.#done(this.#text)) this.#dialog.close();
    }

    present(parent: Gtk.Widget): void {
        presentAt(this.#dialog, parent, this.#to);
    }
}

/** Asks for an endpoint and adds it to the draft. */
export function showEndpoint(app: App, subject: string, initial: EndpointText): void {
    const add = (text: EndpointText): boolean => {
        const label: Label = called => fill(_('{name}: allow {to}'), {name: called(subject), to: text.to});
        return app.edit(label, [{verb: 'add-endpoint', subject, endpoint: endpointOf(text)}]);
    };
    new EndpointDialog(_('Add Endpoint'), initial, add).present(app.window);
}

/** Asks for an endpoint that is not for the draft. */
export function askEndpoint(app: App, title: string, done: (text: EndpointText) => boolean): void {
    new EndpointDialog(title, {to: '', ports: 'tcp/443'}, done).present(app.window);
}
