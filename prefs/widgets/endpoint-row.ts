/** One endpoint: a summary that unfolds into its fields. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import Gtk from 'gi://Gtk?version=4.0';
import type {App} from '../app.js';
import {_, fill} from '../i18n.js';
import {asList} from '../model/raw.js';
import {formatList, parseList} from '../model/lists.js';
import {pathText, valueAt, type Path} from '../model/paths.js';
import {iconButton, plain} from './build.js';
import {ChoiceField, type Field, SwitchField, TextField} from './fields.js';

const families = () => [
    {value: null, title: _('Both')},
    {value: [4], title: _('IPv4 only')},
    {value: [6], title: _('IPv6 only')},
];

export class EndpointRow extends Adw.ExpanderRow {
    static {
        GObject.registerClass({GTypeName: 'GalafEndpointRow'}, this);
    }

    readonly #app: App;
    readonly #path: Path;
    readonly #fields: readonly Field[];
    readonly #wrong = new Gtk.Image({
        icon_name: 'dialog-error-symbolic',
        css_classes: ['error'],
        tooltip_text: _('There is a mistake in it'),
        visible: false,
    });

    constructor(app: App, path: Path, subject: string, remove: () => void) {
        super({...plain});
        this.#app = app;
        this.#path = path;
        this.#fields = [
            new TextField(app, {
                title: _('Domains or addresses'),
                path: [...path, 'to'],
                subject,
                step: _('destination {value}'),
                format: formatList,
                parse: text => parseList(text) ?? '',
            }),
            new TextField(app, {
                title: _('Ports'),
                path: [...path, 'ports'],
                subject,
                step: _('ports {value}'),
                format: formatList,
                parse: parseList,
            }),
            new ChoiceField(app, {
                title: _('IP versions'),
                path: [...path, 'families'],
                subject,
                step: '{value}',
                choices: families(),
            }),
            new SwitchField(app, {
                title: _('Also private addresses'),
                subtitle: _('When a name leads to an address of the local network.'),
                path: [...path, 'private'],
                subject,
                fallback: false,
                step: _('private addresses allowed'),
                stepOff: _('private addresses refused'),
            }),
        ];
        for (const field of this.#fields) for (const row of field.rows) this.add_row(row);
        this.add_suffix(this.#wrong);
        this.add_suffix(iconButton('user-trash-symbolic', _('Remove Endpoint'), remove, 'flat'));
    }

    sync(): void {
        const value = valueAt(this.#app.session.draft.sources, this.#path);
        const {to, ports} = (value ?? {}) as {to?: unknown; ports?: unknown};
        this.title = asList(to).map(placeName).join(', ') || _('Nowhere');
        this.subtitle = portsText(asList(ports));
        for (const field of this.#fields) field.sync();
        const wrong = this.#app.session.draft
            .findings(pathText(this.#path))
            .some(({severity}) => severity === 'error');
        this.#wrong.visible = wrong;
    }
}

const placeName = (place: string): string =>
    ({any: _('Everywhere'), lan: _('Local network'), multicast: _('Multicast')})[place] ?? place;

function portsText(ports: readonly string[]): string {
    if (!ports.length || ports.includes('any')) return _('Every port');
    return fill(_('On {ports}'), {ports: ports.join(', ')});
}
