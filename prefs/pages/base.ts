/** Presets for what the system itself needs. */
import Adw from 'gi://Adw?version=1';
import GObject from 'gi://GObject';
import type {App} from '../app.js';
import {_} from '../i18n.js';
import {formatList} from '../model/lists.js';
import {SwitchField, TextField} from '../widgets/fields.js';
import {Page} from './page.js';
import {fieldSection, type Section} from './section.js';

/** Key, title, what it opens, on unless the file says otherwise. */
const presets = (): readonly [string, string, string, boolean][] => [
    ['dhcp', 'DHCP', _('Getting an IPv4 address from the network.'), true],
    ['dhcpv6', 'DHCPv6', _('Getting an IPv6 address from the network.'), true],
    ['ndp', _('Neighbour discovery'), _('IPv6 does not work without it.'), true],
    [
        'icmp_errors',
        _('ICMP errors'),
        _('Messages about packets that did not arrive or were too large.'),
        true,
    ],
    ['resolver', _('Name lookups'), _('The system resolver may ask its servers.'), true],
    [
        'ntp',
        _('Time'),
        _('The time service may ask the servers that it is configured for, and those of the local network.'),
        true,
    ],
    [
        'connectivity',
        _('Connectivity check'),
        _('NetworkManager may ask the host that it is configured for whether there is an Internet.'),
        true,
    ],
    ['apt', _('Software sources'), _('apt may reach the hosts of its sources.'), true],
    [
        'drives',
        _('Network drives'),
        _('Drives of SMB and NFS that this machine mounts reach their servers.'),
        true,
    ],
    [
        'mdns',
        _('Devices on the local network'),
        _('Avahi and systemd-resolved may use multicast DNS.'),
        false,
    ],
    [
        'ipsec',
        _('VPNs of IPsec'),
        _('IKEv2 and L2TP: the exchange of keys, and what the kernel encrypts.'),
        false,
    ],
    [
        'bridges',
        _('Containers and virtual machines'),
        _('They get addresses and names from this machine, and their published ports work.'),
        true,
    ],
];

/** `true` stands for the usual port. */
const ports = (value: unknown): string =>
    value === true ? '51820' : value === false ? '' : formatList(value);

function parsePorts(text: string): unknown {
    const words = text.split(/[\s,;]+/).filter(word => word);
    // What is no number stays as it is, so that the parser can say so.
    return words.length ? words.map(word => (/^\d+$/.test(word) ? Number(word) : word)) : null;
}

export class BasePage extends Page {
    static {
        GObject.registerClass({GTypeName: 'GalafBasePage'}, this);
    }

    #section: Section;

    constructor(app: App) {
        super(app, _('Base Presets'), 'base');
        const switches = presets().map(
            ([key, title, subtitle, fallback]) =>
                new SwitchField(app, {
                    title,
                    subtitle,
                    fallback,
                    path: ['base', key],
                    step: `${title}: ${_('allowed')}`,
                    stepOff: `${title}: ${_('refused')}`,
                }),
        );
        const wireguard = new TextField(app, {
            title: _('UDP ports of WireGuard tunnels'),
            path: ['base', 'wireguard'],
            step: _('WireGuard ports: {value}'),
            format: ports,
            parse: parsePorts,
        });
        this.#section = fieldSection(
            '',
            [...switches, wireguard],
            _(
                'What the system itself needs. Each preset follows the configuration that the machine has already.',
            ),
        );
        const content = new Adw.PreferencesPage();
        content.add(this.#section.widget);
        this.content = content;
    }

    protected override sync(): void {
        this.#section.sync();
    }
}
