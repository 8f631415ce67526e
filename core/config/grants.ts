/** Permissions of one entry, from the 2022 keys and from `allow`. */
import type {DomainLists} from './domain-lists.js';
import {readDestinations} from './destinations.js';
import {readPorts} from './ports.js';
import {readRawRule, speaksIpv4} from './raw-rule.js';
import {ALLOW} from './schema.js';
import type {Family, Grant, Subject} from './types.js';
import type {Value} from './value.js';

/** `config.defaults`: stands in for keys that an entry does not have. */
export interface Defaults {
    readonly families: readonly Family[];
    readonly domains?: Value;
    readonly rule?: Value;
    readonly rule6?: Value;
}

export type FieldMap = ReadonlyMap<string, Value>;

export function readFamilies(value: Value): Family[] | null {
    const families = value.list(item => {
        const number = item.integer(4, 6);
        if (number === 4 || number === 6) return number;
        return number === null
            ? null
            : item.error('out-of-range', `IP families are 4 and 6, found ${number}`);
    }, true);
    if (value.isArray && !value.node.children?.length)
        return value.error(
            'empty-list',
            'without a family nothing would be allowed',
            'write [4], [6] or [4, 6]',
        );
    return families && [...new Set(families)].sort();
}

/** Null is the same as nothing written, so that it cannot take a default rule away and open more. */
const written = (value: Value | undefined): Value | undefined => (value?.isNull ? undefined : value);

/** The raw rule of each family. A rule never serves a family that its text does not speak of. */
function readRaw(
    fields: FieldMap,
    defaults: Defaults,
    families: readonly Family[],
): {raw: Grant['raw']; families: Family[]} {
    const rule = written(fields.get('rule')) ?? defaults.rule;
    const rule6 = written(fields.get('rule6')) ?? defaults.rule6;
    const text = rule && readRawRule(rule);
    const text6 = rule6 && readRawRule(rule6);
    const raw: Partial<Record<Family, string>> = {};
    const served: Family[] = [];
    if (families.includes(4) && (text !== undefined || text6 === undefined)) {
        if (text) raw[4] = text;
        served.push(4);
    }
    if (!families.includes(6)) return {raw, families: served};
    if (text6 !== undefined) {
        if (text6) raw[6] = text6;
        served.push(6);
    } else if (text !== undefined && text !== null && speaksIpv4(text)) {
        if (fields.has('families'))
            rule?.error(
                'ipv4-rule',
                'this rule speaks of IPv4, but the entry asks for family 6',
                'add "rule6", or set "families": [4]',
            );
    } else {
        if (text) raw[6] = text;
        served.push(6);
    }
    return {raw, families: served};
}

/** Domains and rules as in 2022; without either the entry only defines a name. */
function classicGrants(
    entry: Value,
    fields: FieldMap,
    defaults: Defaults,
    lists: DomainLists,
    families: readonly Family[],
): Grant[] {
    const asked = ['domains', 'rule', 'rule6'].some(key => fields.has(key));
    if (!asked && fields.has('allow')) return [];
    const own = written(fields.get('domains'));
    const domainsValue = own ?? defaults.domains;
    const domains = domainsValue && lists.read(domainsValue);
    const hasRule = ['rule', 'rule6'].some(key => written(fields.get(key)));
    // An emptied list allows nothing; it does not turn the rule beside it into one for every destination.
    if (domains?.length === 0)
        (own ?? entry).warning('empty-list', 'no domains: the domains and rules of this entry allow nothing');
    if (domainsValue ? !domains?.length : !hasRule) return [];
    const {raw, families: served} = readRaw(fields, defaults, families);
    if (!served.length) return [];
    const to = domains ? ({kind: 'domains', domains} as const) : ({kind: 'any'} as const);
    const origin = (own ?? fields.get('rule') ?? entry).origin;
    return [{to, ports: [], families: served, private: false, raw, origin}];
}

function allowGrants(item: Value, families: readonly Family[]): Grant[] | null {
    const fields = item.fields(Object.keys(ALLOW));
    const toValue = fields.get('to');
    if (item.node.type !== 'object') return null;
    if (!toValue)
        return item.error(
            'missing-key',
            '"to" is missing',
            'say where this may go: a domain, an address or "any"',
        );
    const to = readDestinations(toValue);
    const ports = fields.has('ports') ? readPorts(fields.get('ports')!) : [];
    const own = fields.has('families') ? readFamilies(fields.get('families')!) : families;
    const isPrivate = fields.get('private')?.boolean() ?? false;
    if (!to || !ports || !own) return null;
    return to.map(destination => ({
        to: destination,
        ports,
        families: own,
        private: isPrivate,
        raw: {},
        origin: toValue.origin,
    }));
}

/** What users and groups have in common. */
export function readSubject(
    entry: Value,
    name: string,
    fields: FieldMap,
    defaults: Defaults,
    lists: DomainLists,
): Subject {
    const familiesValue = fields.get('families');
    const families = (familiesValue && readFamilies(familiesValue)) || defaults.families;
    const allowed = fields.get('allow')?.list(item => allowGrants(item, families)) ?? [];
    return {
        name,
        grants: [...classicGrants(entry, fields, defaults, lists, families), ...allowed.flat()],
        ping: fields.get('ping')?.boolean() ?? false,
        record: fields.get('record')?.boolean() ?? false,
        origin: entry.origin,
    };
}
