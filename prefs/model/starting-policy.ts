/** A first policy for this machine: its apps that need a network, with the sets that fit them. */
import {
    entryFor,
    groupNameFor,
    type InstalledApp,
    suggestTemplate,
    type Template,
} from '../../core/templates.js';
import {groupNames} from './accounts.js';
import {installedApps} from './apps.js';
import {templateWords} from './templates.js';

export interface Proposal {
    readonly app: InstalledApp;
    readonly template: Template;
    readonly words: string;
}

export function proposals(): Proposal[] {
    return installedApps().flatMap(app => {
        const template = suggestTemplate(app.categories);
        // An app about which nothing is known may well not need the network at all.
        const unknown = template.id === 'record' && !app.categories.includes('Network');
        return unknown ? [] : [{app, template, words: templateWords(template.id).title}];
    });
}

/** Text of a whole galaf.json. */
export function startingPolicy(chosen: readonly Proposal[]): string {
    const groups: Record<string, unknown> = {};
    const system = groupNames();
    for (const {app, template} of chosen)
        groups[groupNameFor(app, new Set([...system, ...Object.keys(groups)]))] = entryFor(app, template);
    return `${JSON.stringify({groups}, null, 4)}\n`;
}
