/** The one parser of galaf.json: text in, configuration and every problem out. */
import {readDocuments} from './documents.js';
import {DomainLists} from './domain-lists.js';
import {type Defaults, readSubject} from './grants.js';
import {readLaunching} from './launching.js';
import {checkGroupName, checkUserName} from './names.js';
import {GROUP, USER} from './schema.js';
import {readService} from './services.js';
import {readBase, readDefaults, readSettings, SETTING_KEYS} from './settings.js';
import type {Config, Diagnostic, GroupEntry, ParseResult, SourceFile, UserEntry} from './types.js';
import {knownFields, type Member, Value} from './value.js';

const NO_FIELDS: ReadonlyMap<string, Value> = new Map();

const fieldsOf = (entry: Value, keys: readonly string[]) => (entry.isNull ? NO_FIELDS : entry.fields(keys));

/** The `domains` of all entries; groups win over users, as names must differ anyway. */
function domainValues(...lists: (readonly Member[])[]): Map<string, Value> {
    const values = new Map<string, Value>();
    for (const {key, value} of lists.flat()) {
        const property = value.node.type === 'object' ? value.node.children : undefined;
        const node = property?.find(({children}) => children?.[0]?.value === 'domains')?.children?.[1];
        if (node) values.set(key, new Value(value.context, node, `${value.path}.domains`));
    }
    return values;
}

function readUsers(members: readonly Member[], defaults: Defaults, lists: DomainLists): UserEntry[] {
    const keys = Object.keys(USER);
    return members.flatMap(({key, keyValue, value}) => {
        if (!checkUserName(keyValue, key)) return [];
        return [
            readSubject(
                value,
                key,
                fieldsOf(value, keys),
                value.isNull ? {families: defaults.families} : defaults,
                lists,
            ),
        ];
    });
}

function readGroups(members: readonly Member[], defaults: Defaults, lists: DomainLists): GroupEntry[] {
    const keys = Object.keys(GROUP);
    return members.flatMap(({key, keyValue, value}) => {
        if (!checkGroupName(keyValue, key)) return [];
        const fields = fieldsOf(value, keys);
        const subject = readSubject(
            value,
            key,
            fields,
            value.isNull ? {families: defaults.families} : defaults,
            lists,
        );
        return [{...subject, ...readLaunching(fields)}];
    });
}

function checkNamespaces(users: readonly Member[], groups: readonly Member[]): void {
    const userKeys = new Map(users.map(({key, keyValue}) => [key, keyValue]));
    for (const {key, keyValue} of groups) {
        const other = userKeys.get(key)?.origin;
        if (other)
            keyValue.error(
                'same-name',
                `"${key}" is a user as well (${other.file}, line ${other.line})`,
                'give the app group a name of its own',
            );
    }
}

/**
 * Parses a main file and its drop-ins.
 *
 * @param sources main file first, drop-ins in name order; `name` is what diagnostics call the file
 * @returns all diagnostics in order of file and position, and the configuration when none of them is an error
 */
export function parseConfig(sources: readonly SourceFile[]): ParseResult {
    const diagnostics: Diagnostic[] = [];
    const sections = readDocuments(sources, diagnostics);
    const at = (name: string) => sections.get(name) ?? [];
    const settingFields = knownFields(at('config'), SETTING_KEYS);
    const defaults = readDefaults(settingFields.get('defaults'));
    const lists = new DomainLists(domainValues(at('users'), at('groups')));
    if (defaults.domains) lists.read(defaults.domains);
    checkNamespaces(at('users'), at('groups'));
    const users = readUsers(at('users'), defaults, lists);
    const groups = readGroups(at('groups'), defaults, lists);
    const names = {
        users: new Set(users.map(({name}) => name)),
        groups: new Set(groups.map(({name}) => name)),
    };
    const config: Config = {
        settings: readSettings(settingFields),
        base: readBase(at('base')),
        users,
        groups,
        inbound: at('inbound').flatMap(member => readService(member, names) ?? []),
    };
    const order = new Map(sources.map(({name}, i) => [name, i]));
    diagnostics.sort(
        (a, b) => order.get(a.file)! - order.get(b.file)! || a.line - b.line || a.column - b.column,
    );
    const failed = diagnostics.some(({severity}) => severity === 'error');
    return {config: failed ? null : config, diagnostics};
}
