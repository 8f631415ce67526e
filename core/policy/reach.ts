/** What a subject may reach, destination by destination, so that two accounts of it can be compared. */
import {formatPort, subtractPorts} from '../config/port-sets.js';
import type {Destination, Family, Grant, PortMatch} from '../config/types.js';
import {describeDestination, describeEndpoint, portsAndRule} from './describe.js';

/** One destination for one family, under one condition. */
interface Cell {
    readonly destination: string;
    readonly family: Family;
    readonly rule: string;
    readonly private: boolean;
    /** [] = every protocol and port. */
    ports: PortMatch[];
}

const single = (to: Destination): Destination[] => {
    if (to.kind === 'domains') return to.domains.map(domain => ({kind: 'domains', domains: [domain]}));
    if (to.kind === 'addresses') return to.ranges.map(range => ({kind: 'addresses', ranges: [range]}));
    return [to];
};

function cellsOf(grants: readonly Grant[]): Map<string, Cell> {
    const cells = new Map<string, Cell>();
    for (const grant of grants)
        for (const to of single(grant.to))
            for (const family of familiesOf(to, grant.families)) {
                const {ports, rule} = portsAndRule(grant, family);
                const isPrivate = grant.private && to.kind === 'domains';
                const destination = describeDestination(to);
                const key = [destination, family, rule, isPrivate].join('\0');
                const cell = cells.get(key);
                if (!cell) cells.set(key, {destination, family, rule, private: isPrivate, ports: [...ports]});
                else if (cell.ports.length) cell.ports = ports.length ? [...cell.ports, ...ports] : [];
            }
    return cells;
}

/** An address has one family, whatever its grant says. */
function familiesOf(to: Destination, families: readonly Family[]): readonly Family[] {
    return to.kind === 'addresses' ? [to.ranges[0]!.family] : families;
}

/** `only`: what was open on every port is so on these alone. */
type Change = 'more' | 'less' | 'only';
type Delta = Cell & {readonly change: Change};

function deltas(change: 'more' | 'less', from: Map<string, Cell>, to: Map<string, Cell>): Delta[] {
    return [...to].flatMap(([key, cell]): Delta[] => {
        const old = from.get(key);
        if (!old) return [{...cell, change}];
        const ports = subtractPorts(cell.ports, old.ports);
        if (ports === 'nothing') return [];
        if (ports) return [{...cell, ports, change}];
        return change === 'more' ? [{...cell, change}] : [{...cell, ports: old.ports, change: 'only'}];
    });
}

/** Families and destinations of which the same is to be said, as one text. */
function merge(list: readonly Delta[]): string[] {
    const byDestination = new Map<string, Delta & {families: Family[]}>();
    for (const delta of list) {
        const key = [delta.destination, delta.ports.map(formatPort).join(), delta.rule, delta.private].join(
            '\0',
        );
        const known = byDestination.get(key);
        if (known) known.families.push(delta.family);
        else byDestination.set(key, {...delta, families: [delta.family]});
    }
    const lines = new Map<string, {destinations: string[]; delta: Delta & {families: Family[]}}>();
    for (const delta of byDestination.values()) {
        const families = isAddress(delta.destination) ? [] : delta.families;
        const key = [delta.ports.map(formatPort).join(), delta.rule, delta.private, families].join('\0');
        const line = lines.get(key);
        if (line) line.destinations.push(delta.destination);
        else lines.set(key, {destinations: [delta.destination], delta: {...delta, families}});
    }
    return [...lines.values()].map(({destinations, delta}) =>
        describeEndpoint({
            destination: destinations.join(', '),
            ports: delta.ports,
            rules: delta.rule ? [delta.rule] : [],
            families: delta.families,
            private: delta.private,
        }),
    );
}

const isAddress = (destination: string): boolean => /^[\d.-]+$|:/.test(destination);

export interface ReachDifference {
    readonly more: readonly string[];
    readonly less: readonly string[];
    /** Where every port was open, and now only these are. */
    readonly only: readonly string[];
}

/** Endpoints in words that came and went. Widened and narrowed ports count as such, the order of grants does not. */
export function reachDifference(before: readonly Grant[], after: readonly Grant[]): ReachDifference {
    const [old, current] = [cellsOf(before), cellsOf(after)];
    const more = deltas('more', old, current);
    const all = deltas('less', current, old);
    return {
        more: merge(more),
        less: merge(all.filter(({change}) => change === 'less')),
        only: merge(all.filter(({change}) => change === 'only')),
    };
}
