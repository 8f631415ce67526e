/** Resolver, marks, and what else holds for the whole policy. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import type {App} from '../app.js';
import {_} from '../i18n.js';
import {formatList} from '../model/lists.js';
import {plain, Rows} from '../widgets/build.js';
import {type Choice, ChoiceField, TextField} from '../widgets/fields.js';
import {Page} from './page.js';
import {fieldSection, type Section} from './section.js';

const resolvers = (): Choice[] => [
    {
        value: null,
        title: _('Galaf’s gate'),
        text: _(
            'A small resolver in front of the system’s own. It learns the addresses of allowed names as they are looked up.',
        ),
    },
    {value: 'none', title: _('None'), text: _('Name lookups are left alone; only addresses can be allowed.')},
];

const lookups = (): Choice[] => [
    {
        value: null,
        title: _('Everybody'),
        text: _('Any program may look up any name. A program can leak data that way.'),
    },
    {
        value: 'listed',
        title: _('Apps with domains'),
        text: _('Others get no answer, so nothing leaks through lookups.'),
    },
    {
        value: 'own',
        title: _('Only for own names'),
        text: _('Each app may look up the names of its own endpoints and no others.'),
    },
];

const refusals = (): Choice[] => [
    {value: null, title: _('Say so at once'), text: _('The program gets an error and can go on.')},
    {value: 'drop', title: _('Stay silent'), text: _('The program waits until it gives up.')},
];

const forwards = (): Choice[] => [
    {value: null, title: _('Leave alone'), text: _('Containers and virtual machines are not touched.')},
    {value: 'drop', title: _('Refuse'), text: _('Containers and virtual machines have no network.')},
];

const marks = (): Choice[] => [
    {value: null, title: _('Automatic'), text: _('The first that works on this machine.')},
    {
        value: 'map',
        title: _('Table'),
        text: _('An index of group and user on each connection. Exact, and disturbs nothing else.'),
    },
    {
        value: 'bpf',
        title: 'eBPF',
        text: _('A program in the kernel marks each socket. Other tools can see the mark.'),
    },
    {value: 'rule', title: _('Rules'), text: _('A constant for each group. Users are not told apart.')},
];

const range = (text: string): unknown => {
    const words = text.split(/[\s,;-]+/).filter(word => word);
    return words.length ? words.map(word => (/^\d+$/.test(word) ? Number(word) : word)) : null;
};

export class SettingsPage extends Page {
    static {
        GObject.registerClass({GTypeName: 'GalafSettingsPage'}, this);
    }

    #sections: readonly Section[];
    #inForce = new Adw.PreferencesGroup({title: _('In Force Now')});
    #facts = new Rows(this.#inForce);
    #shown = '';

    constructor(app: App) {
        super(app, _('Resolver & Marks'), 'settings');
        const choice = (key: string, title: string, choices: Choice[]) =>
            new ChoiceField(app, {title, choices, path: ['config', key], step: `${title}: {value}`});
        const words = (key: string, title: string, parse: (text: string) => unknown) =>
            new TextField(app, {
                title,
                path: ['config', key],
                step: `${title}: {value}`,
                format: formatList,
                parse,
            });
        this.#sections = [
            fieldSection(_('Names'), [
                choice('resolver', _('Resolver'), resolvers()),
                choice('dns', _('Who may look names up'), lookups()),
            ]),
            fieldSection(_('Refused Traffic'), [
                choice('blocked', _('When something is refused'), refusals()),
                choice('forward', _('Forwarded traffic'), forwards()),
            ]),
            fieldSection(
                _('Marks'),
                [choice('marks', _('How traffic is attributed'), marks())],
                _('Statistics and captures tell apps apart by a mark on each connection.'),
            ),
            fieldSection(_('Advanced'), [
                words('table', _('Name of the firewall table'), text => text.trim() || null),
                words('gid_range', _('First and last id of app groups'), range),
                words('ping_group_range', _('First and last group that may ping'), range),
            ]),
        ];
        const content = new Adw.PreferencesPage();
        for (const {widget} of this.#sections) content.add(widget);
        content.add(this.#inForce);
        this.content = content;
    }

    protected override sync(): void {
        for (const section of this.#sections) section.sync();
        this.#showFacts();
    }

    #showFacts(): void {
        const {status} = this.app.session;
        const value = status?.ok ? status.value : null;
        const facts: [string, string][] = value?.generation
            ? [
                  [_('Resolver'), `${value.resolver ?? '–'} (${value.gate})`],
                  [_('Marks'), value.marks ?? '–'],
                  [_('Guard'), value.guard],
                  [_('Firewall table'), value.table ?? '–'],
              ]
            : [[_('Policy'), _('None')]];
        const text = JSON.stringify(facts);
        if (text === this.#shown) return;
        this.#shown = text;
        this.#facts.clear();
        for (const [title, subtitle] of facts)
            this.#facts.add(
                new Adw.ActionRow({title, subtitle, css_classes: ['property'], subtitle_lines: 3, ...plain}),
            );
    }
}
