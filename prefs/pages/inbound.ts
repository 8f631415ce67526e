/** Services of this machine that others may reach. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import type {App} from '../app.js';
import {askName} from '../dialogs/name.js';
import {_, fill} from '../i18n.js';
import {formatList, parseList} from '../model/lists.js';
import {setValue, valueAt} from '../model/paths.js';
import {asList, asText, readRaw} from '../model/raw.js';
import {emptyPage, iconButton, plain, Rows} from '../widgets/build.js';
import {type Field, TextField} from '../widgets/fields.js';
import {Page} from './page.js';
import Gtk from 'gi://Gtk?version=4.0';

class ServiceRow extends Adw.ExpanderRow {
    static {
        GObject.registerClass({GTypeName: 'GalafServiceRow'}, this);
    }

    readonly #app: App;
    readonly #name: string;
    readonly #fields: readonly Field[];

    constructor(app: App, name: string) {
        super({title: name, ...plain});
        this.#app = app;
        this.#name = name;
        const field = (key: string, title: string, empty: unknown) =>
            new TextField(app, {
                title,
                path: ['inbound', name, key],
                step: `${name}: ${title} {value}`,
                format: formatList,
                parse: text => parseList(text) ?? empty,
            });
        this.#fields = [
            field('ports', _('Ports'), ''),
            field('from', _('From: addresses, “lan” or “any”'), null),
            field('as', _('Counted for: “user:NAME” or “group:NAME”'), null),
        ];
        for (const one of this.#fields) for (const row of one.rows) this.add_row(row);
        const remove = () =>
            app.edit(fill(_('Remove inbound service {name}'), {name}), [setValue(['inbound', name], null)]);
        this.add_suffix(iconButton('user-trash-symbolic', _('Remove Service'), remove, 'flat'));
    }

    sync(): void {
        const {sources} = this.#app.session.draft;
        const at = (key: string) => valueAt(sources, ['inbound', this.#name, key]);
        const from = {lan: _('the local network'), any: _('everywhere')};
        const place = asText(at('from')) || 'lan';
        const sender = place in from ? from[place as keyof typeof from] : formatList(at('from'));
        this.subtitle = fill(_('{ports} from {sender}'), {ports: asList(at('ports')).join(', '), sender});
        for (const field of this.#fields) field.sync();
    }
}

export class InboundPage extends Page {
    static {
        GObject.registerClass({GTypeName: 'GalafInboundPage'}, this);
    }

    #stack = new Gtk.Stack();
    #group = new Adw.PreferencesGroup({
        description: _(
            'Others may connect to these services of this machine. Everything else that comes in is refused.',
        ),
    });
    #rows = new Rows(this.#group);
    #shown: ServiceRow[] = [];
    #names = '';

    constructor(app: App) {
        super(app, _('Inbound'), 'inbound');
        this.header.pack_start(iconButton('list-add-symbolic', _('Add Service'), () => this.#add()));
        const page = new Adw.PreferencesPage();
        page.add(this.#group);
        const empty = emptyPage(
            'network-server-symbolic',
            _('Nothing Comes In'),
            _('Others cannot connect to this machine. Replies to its own connections arrive all the same.'),
        );
        const add = new Gtk.Button({
            label: _('Add Service'),
            css_classes: ['pill', 'suggested-action'],
            halign: Gtk.Align.CENTER,
        });
        add.connect('clicked', () => this.#add());
        empty.child = add;
        this.#stack.add_named(page, 'list');
        this.#stack.add_named(empty, 'empty');
        this.content = this.#stack;
    }

    #add(): void {
        const question = {
            section: 'inbound',
            title: _('Add Service'),
            label: _('Name of your choice'),
        } as const;
        askName(this.app, question, name =>
            this.app.edit(fill(_('Add inbound service {name}'), {name}), [
                {
                    verb: 'set',
                    path: ['inbound', name],
                    value: {ports: name === 'ssh' ? 'tcp/22' : 'tcp/8000', from: 'lan'},
                },
            ]),
        );
    }

    protected override sync(): void {
        const names = readRaw(this.app.session.draft.sources, 'inbound').map(({name}) => name);
        if (names.join('\n') !== this.#names) this.#rebuild(names);
        for (const row of this.#shown) row.sync();
        this.#stack.visible_child_name = names.length ? 'list' : 'empty';
    }

    #rebuild(names: readonly string[]): void {
        const known = new Set(this.#names ? this.#names.split('\n') : []);
        const fresh = this.#names !== '' || this.#shown.length > 0;
        this.#names = names.join('\n');
        this.#rows.clear();
        this.#shown = names.map(name => {
            const row = this.#rows.add(new ServiceRow(this.app, name));
            row.expanded = fresh && !known.has(name);
            return row;
        });
    }
}
