/** A first policy for this machine: its apps that need a network, with the sets that fit them, and services that it runs already. */
import {type Part, type SystemService, systemServices} from '../../core/services.js';
import {
    entryFor,
    groupNameFor,
    type InstalledApp,
    suggestTemplate,
    type Template,
} from '../../core/templates.js';
import {_} from '../i18n.js';
import {groupNames} from './accounts.js';
import {installedApps} from './apps.js';
import {READABLE} from '../../helper/reading.js';
import {templateWords} from './templates.js';

/** Something that the first policy may have, as it is shown. */
export interface Offered {
    readonly title: string;
    readonly words: string;
    readonly icon: string;
}

export interface ProposedApp extends Offered {
    readonly app: InstalledApp;
    readonly template: Template;
}

export interface ProposedService extends Offered {
    readonly part: Part;
}

export function proposedApps(): ProposedApp[] {
    return installedApps().flatMap(app => {
        const template = suggestTemplate(app.categories);
        // An app about which nothing is known may well not need the network at all.
        const unknown = template.id === 'record' && !app.categories.includes('Network');
        const words = templateWords(template.id).title;
        return unknown ? [] : [{app, template, title: app.title, words, icon: app.icon ?? ''}];
    });
}

function serviceWords(id: SystemService['id']): Offered {
    switch (id) {
        case 'ssh':
            return {
                title: _('Secure Shell'),
                words: _('Others on the local network may log in here.'),
                icon: 'utilities-terminal-symbolic',
            };
        case 'discovery':
            return {
                title: _('Devices on the local network'),
                words: _('Avahi and systemd-resolved may use multicast DNS.'),
                icon: 'network-workgroup-symbolic',
            };
        case 'printing':
            return {
                title: _('Printing'),
                words: _('The print service may reach printers on the local network.'),
                icon: 'printer-symbolic',
            };
        case 'firmware':
            return {
                title: _('Firmware updates'),
                words: _('The update service may ask fwupd.org.'),
                icon: 'software-update-available-symbolic',
            };
        case 'location':
            return {
                title: _('Location'),
                words: _('The location service may ask the host that it is configured for.'),
                icon: 'find-location-symbolic',
            };
    }
}

export const proposedServices = (): ProposedService[] =>
    systemServices(READABLE).map(({id, part}) => ({part, ...serviceWords(id)}));

/** Text of a whole galaf.json. */
export function startingPolicy(apps: readonly ProposedApp[], services: readonly ProposedService[]): string {
    const groups: Record<string, unknown> = {};
    const system = groupNames();
    for (const {app, template} of apps)
        groups[groupNameFor(app, new Set([...system, ...Object.keys(groups)]))] = entryFor(app, template);
    // No two services speak of the same entry.
    const merged = (key: keyof Part) =>
        Object.assign({}, ...services.map(({part}) => part[key] ?? {})) as object;
    const parts = (['base', 'users', 'inbound'] as const)
        .map(key => [key, merged(key)] as const)
        .filter(([, members]) => Object.keys(members).length);
    return `${JSON.stringify({...Object.fromEntries(parts), groups}, null, 4)}\n`;
}
