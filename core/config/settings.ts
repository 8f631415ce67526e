/** `config` and `base`. */
import type {Defaults, FieldMap} from './grants.js';
import {readFamilies} from './grants.js';
import {readInterface} from './interfaces.js';
import {readRawRule} from './raw-rule.js';
import {FIRST_GID, LAST_GID} from '../gids.js';
import {readTableName} from './names.js';
import {BASE, DEFAULTS, SETTINGS} from './schema.js';
import {choicesOf} from './shapes.js';
import type {BasePresets, Settings} from './types.js';
import {knownFields, type Member, type Value} from './value.js';

function readRange(value: Value, minimum: number, maximum: number): [number, number] | null {
    const items = value.items();
    if (!items) return null;
    if (items.length !== 2) return value.error('wrong-type', 'expected two numbers: [first, last]');
    const [first, last] = items.map(item => item.integer(minimum, maximum));
    if (first == null || last == null) return null;
    return first <= last ? [first, last] : value.error('out-of-range', 'the range ends before it starts');
}

export function readSettings(fields: FieldMap): Settings {
    const inet = fields.get('inet');
    if (inet?.boolean() === false)
        inet.warning(
            'no-effect',
            'separate tables for IPv4 and IPv6 do not exist any more; one table of family inet serves both',
        );
    const at = <T>(key: string, read: (value: Value) => T | null, fallback: T): T => {
        const value = fields.get(key);
        return (value && read(value)) ?? fallback;
    };
    const choice =
        <K extends 'resolver' | 'blocked' | 'forward' | 'dns' | 'marks'>(key: K) =>
        (value: Value) =>
            value.oneOf(choicesOf<Settings[K]>(SETTINGS[key]!));
    return {
        // Some know the whole range by heart: no configuration can widen it.
        gidRange: at('gid_range', value => readRange(value, FIRST_GID, LAST_GID), [FIRST_GID, LAST_GID]),
        table: at('table', readTableName, 'galaf'),
        resolver: at('resolver', choice('resolver'), 'gate'),
        blocked: at('blocked', choice('blocked'), 'reject'),
        forward: at('forward', choice('forward'), 'leave'),
        dns: at('dns', choice('dns'), 'all'),
        marks: at('marks', choice('marks'), 'auto'),
        pingGroupRange: at<[number, number] | null>(
            'ping_group_range',
            value => readRange(value, 0, 2147483647),
            null,
        ),
    };
}

export const SETTING_KEYS = Object.keys(SETTINGS);

export function readDefaults(value: Value | undefined): Defaults {
    const fields = value?.fields(Object.keys(DEFAULTS)) ?? new Map<string, Value>();
    const given = (key: string) => (fields.get(key)?.isNull ? undefined : fields.get(key));
    const families = fields.get('families');
    // Read here too: a mistake counts even when no entry uses the default.
    for (const key of ['rule', 'rule6']) if (given(key)) readRawRule(given(key)!);
    return {
        families: (families && readFamilies(families)) || [4, 6],
        ...Object.fromEntries(
            ['domains', 'rule', 'rule6'].flatMap(key => (given(key) ? [[key, given(key)]] : [])),
        ),
    };
}

function readWireguard(value: Value | undefined): number[] {
    if (!value) return [];
    if (value.node.type === 'boolean') return value.node.value ? [51820] : [];
    return value.list(item => item.integer(1, 65535), true) ?? [];
}

function readBridges(value: Value | undefined): boolean | string[] {
    if (!value) return true;
    if (value.node.type === 'boolean') return value.node.value as boolean;
    return value.list(readInterface) ?? [];
}

export function readBase(members: readonly Member[]): BasePresets {
    const fields = knownFields(members, Object.keys(BASE));
    const flag = (key: string, fallback: boolean) => fields.get(key)?.boolean() ?? fallback;
    return {
        dhcp: flag('dhcp', true),
        dhcpv6: flag('dhcpv6', true),
        ndp: flag('ndp', true),
        icmpErrors: flag('icmp_errors', true),
        ntp: flag('ntp', true),
        apt: flag('apt', true),
        connectivity: flag('connectivity', true),
        drives: flag('drives', true),
        resolver: flag('resolver', true),
        mdns: flag('mdns', false),
        bridges: readBridges(fields.get('bridges')),
        ipsec: flag('ipsec', false),
        wireguard: readWireguard(fields.get('wireguard')),
    };
}
