/** Edits of whole app groups, and of what refers to them. */
import {findNodeAtLocation, getNodeValue, type Node} from 'jsonc-parser';
import type {Documents} from './documents.js';
import {EditError} from './errors.js';
import type {JsonText} from './text.js';

/** Refuses a name that a group or a user has already. */
function requireFree(documents: Documents, name: string): void {
    for (const section of ['groups', 'users'])
        if (documents.entries(section).some(entry => entry.name === name))
            throw new EditError('conflict', `"${name}" exists already`);
}

export function requireGroup(documents: Documents, name: string): void {
    if (!documents.find(['groups', name])) throw new EditError('not-found', `no app group "${name}"`);
}

/** Names of the entries whose domains are those of `name`; `config.defaults` for the default. */
export function sharers(documents: Documents, name: string): string[] {
    const entries = ['groups', 'users'].flatMap(section => documents.entries(section));
    const names = entries.filter(({value}) => domainsOf(value)?.value === name).map(entry => entry.name);
    const shared = documents.find(['config', 'defaults', 'domains']);
    return shared?.node.value === name ? [...names, 'config.defaults'] : names;
}

const domainsOf = (entry: Node): Node | undefined =>
    entry.type === 'object' ? findNodeAtLocation(entry, ['domains']) : undefined;

export function addGroup(documents: Documents, name: string, entry: unknown): void {
    requireFree(documents, name);
    documents.set(['groups', name], entry);
}

/** Renames the key and everything that refers to it, in every file. */
export function renameGroup(documents: Documents, from: string, to: string): void {
    requireGroup(documents, from);
    if (from === to) return;
    requireFree(documents, to);
    const replaceAll = (find: () => {file: JsonText; node: Node} | undefined, value: string) => {
        for (let place = find(); place; place = find())
            documents.update(place.file, place.file.replace(place.node, value));
    };
    replaceAll(() => {
        const entry = documents.entries('groups').find(({name}) => name === from);
        return entry && {file: entry.file, node: entry.property.children![0]!};
    }, to);
    replaceAll(() => referenceTo(documents, from), to);
    replaceAll(() => attributedTo(documents, from), `group:${to}`);
}

/** A `domains` that names the entry. */
function referenceTo(documents: Documents, name: string): {file: JsonText; node: Node} | undefined {
    for (const section of ['groups', 'users'])
        for (const {value, file} of documents.entries(section)) {
            const node = domainsOf(value);
            if (node?.value === name) return {file, node};
        }
    const shared = documents.find(['config', 'defaults', 'domains']);
    return shared?.node.value === name ? shared : undefined;
}

/** The `as` of an inbound service that names the group. */
function attributedTo(documents: Documents, name: string): {file: JsonText; node: Node} | undefined {
    for (const {value, file} of documents.entries('inbound')) {
        const node = value.type === 'object' ? findNodeAtLocation(value, ['as']) : undefined;
        if (node?.value === `group:${name}`) return {file, node};
    }
    return undefined;
}

/** Removes a group. A list of domains that others share moves to the first of them, so that they lose nothing. */
export function removeGroup(documents: Documents, name: string): void {
    requireGroup(documents, name);
    const services = documents
        .entries('inbound')
        .filter(({value}) => (getNodeValue(value) as {as?: unknown} | null)?.as === `group:${name}`);
    if (services.length)
        throw new EditError(
            'conflict',
            `the inbound service "${services[0]!.name}" belongs to "${name}"; remove it or change its "as" first`,
        );
    passOnDomains(documents, name);
    documents.remove(['groups', name]);
}

function passOnDomains(documents: Documents, name: string): void {
    const [heir] = sharers(documents, name);
    if (heir === undefined) return;
    const {file, node} = documents.find(['groups', name, 'domains']) ?? {};
    const first = referenceTo(documents, name);
    // An entry that refers to itself has nothing to leave.
    if (!file || !node || !first || node.value === name) return;
    const text = file.text.slice(node.offset, node.offset + node.length);
    documents.update(first.file, first.file.replaceText(first.node, text));
    for (let more = referenceTo(documents, name); more; more = referenceTo(documents, name))
        documents.update(
            more.file,
            node.type === 'string' || heir === 'config.defaults'
                ? more.file.replaceText(more.node, text)
                : more.file.replace(more.node, heir),
        );
}
