/** Sets, maps and counters of the table: their declarations and what fills them. */
import type {Family, Subject} from '../config/types.js';
import {firstBytes, LAN, PRIVATE} from '../policy/networks.js';
import type {DomainClass, Policy} from '../policy/types.js';
import {tunnelSets} from './base.js';
import {ipsecSets} from './ipsec.js';
import {LOG_SETS} from './blocked.js';
import {allGatePorts, dnsElements, ownGateElements} from './dns.js';
import {markElements, markObjects} from './marking.js';
import {FIRST_BYTE, IP} from './subject.js';
import {renderObject} from './text.js';

const FAMILIES: readonly Family[] = [4, 6];

/** Objects that are there in every generation, refilled by each. */
function refilled(policy: Policy): Map<string, string> {
    const objects = new Map([
        ['apps', renderObject('map', 'apps', ['typeof meta skgid : verdict'])],
        ['users', renderObject('map', 'users', ['typeof meta skuid : verdict'])],
    ]);
    for (const family of FAMILIES) {
        const ip = IP[family];
        for (const [prefix, id] of [
            ['', 'meta skgid'],
            ['user_', 'meta skuid'],
        ] as const) {
            const endpoints = `${prefix}static${family}`;
            const hosts = `${prefix}hosts${family}`;
            objects.set(
                endpoints,
                renderObject('set', endpoints, [
                    `typeof ${id} . meta l4proto . ${ip} daddr . th dport`,
                    'flags interval',
                ]),
            );
            objects.set(hosts, renderObject('set', hosts, [`typeof ${id} . ${ip} daddr`, 'flags interval']));
        }
        objects.set(
            `private_first${family}`,
            renderObject('set', `private_first${family}`, [`typeof ${FIRST_BYTE[family]}`]),
        );
        for (const name of [`lan${family}`, `private${family}`])
            objects.set(name, renderObject('set', name, [`typeof ${ip} daddr`, 'flags interval']));
    }
    if (policy.settings.dns === 'own') {
        objects.set('gate_ports', renderObject('map', 'gate_ports', ['typeof meta skgid : th dport']));
        objects.set('gate_zones', renderObject('map', 'gate_zones', ['typeof meta skgid : ct zone']));
        objects.set('gates', renderObject('set', 'gates', ['typeof th dport']));
    }
    if (policy.settings.dns !== 'all') {
        objects.set('dns_gids', renderObject('set', 'dns_gids', ['typeof meta skgid']));
        objects.set('dns_uids', renderObject('set', 'dns_uids', ['typeof meta skuid']));
    }
    return objects;
}

/** Set of addresses that DNS answers fill; what nobody uses for a day is forgotten. */
function learnedSets({stem, families, domains}: DomainClass): string[] {
    const more = domains.length > 1 ? ` and ${domains.length - 1} more` : '';
    return families.map(family =>
        renderObject('set', `${stem}_${family}`, [
            `typeof ${IP[family]} daddr`,
            'flags dynamic,timeout',
            'timeout 1d',
            `comment "${domains[0]!.slice(0, 100)}${more}"`,
        ]),
    );
}

/** Sets of timed permissions: their elements come and expire beside the generations, and a reboot empties them. */
function timers({groups, users}: Policy): string[] {
    const names = (subjects: readonly Pick<Subject, 'grants' | 'recordTimer'>[]) => {
        const all = subjects.flatMap(({grants, recordTimer}) => [
            recordTimer ?? [],
            ...grants.map(grant => grant.timer ?? []),
        ]);
        return [...new Set(all.flat())].sort();
    };
    return [
        ...names(groups).map(name => renderObject('set', name, ['typeof meta skgid', 'flags timeout'])),
        ...names(users).map(name => renderObject('set', name, ['typeof meta skuid', 'flags timeout'])),
    ];
}

/** Counters by mark; what goes through a tunnel is in two of them. */
const COUNTED = ['stats_in', 'stats_out', 'stats_refused', 'stats_tunnel_in', 'stats_tunnel_out'];

/** Declarations: they do nothing when the object is there already, so learned addresses and counters survive. */
export function declarations(policy: Policy): string {
    const stats = COUNTED.map(name =>
        renderObject('set', name, ['typeof ct mark', 'size 16384', 'flags dynamic', 'counter']),
    );
    const forwarded = renderObject('set', 'stats_forwarded', [
        'typeof meta iifname . meta oifname',
        'size 1024',
        'flags dynamic',
        'counter',
    ]);
    const counters = ['refused_in', 'refused_out'].map(name => `    counter ${name} {\n    }\n`);
    return [
        ...refilled(policy).values(),
        ...markObjects(policy),
        ...stats,
        forwarded,
        ...LOG_SETS.map(({name, properties}) => renderObject('set', name, properties)),
        ...counters,
        ...timers(policy),
        ...tunnelSets(policy),
        ...ipsecSets(policy),
        ...policy.classes.flatMap(learnedSets),
    ].join('');
}

/** Commands that empty what {@link fillings} fills. */
export function flushes(policy: Policy): string {
    const {table} = policy.settings;
    return [
        ...[...refilled(policy)].map(
            ([name, declaration]) =>
                `flush ${declaration.trimStart().startsWith('map ') ? 'map' : 'set'} inet ${table} ${name}\n`,
        ),
        ...[...markElements(policy).keys()].map(name => `flush map inet ${table} ${name}\n`),
    ].join('');
}

/** Elements that follow from the policy alone, apart from those of the subjects' chains. */
export function fixedElements(policy: Policy): Map<string, readonly string[]> {
    const elements = new Map<string, readonly string[]>();
    for (const family of FAMILIES) {
        elements.set(`lan${family}`, LAN[family]);
        elements.set(`private${family}`, PRIVATE[family]);
        elements.set(`private_first${family}`, firstBytes(PRIVATE[family]).map(String));
    }
    if (policy.settings.dns === 'own') {
        elements.set('gate_ports', ownGateElements(policy));
        elements.set('gate_zones', ownGateElements(policy));
        elements.set('gates', allGatePorts(policy).map(String));
    }
    if (policy.settings.dns !== 'all') {
        const {gids, uids} = dnsElements(policy);
        elements.set('dns_gids', gids.map(String));
        elements.set('dns_uids', uids.map(String));
    }
    for (const [name, list] of markElements(policy)) elements.set(name, list);
    return elements;
}
