/** Inbound services: what others may reach, attributed to a user or group by the mark of the connection. */
import type {Destination, Family, InboundService, PortMatch} from '../config/types.js';
import {bpfMark} from '../marks.js';
import {mergeSpans, spanText, toSpans} from '../policy/addresses.js';
import type {Policy} from '../policy/types.js';
import {RECEIVE} from './counting.js';
import {portMatches} from './profiles.js';
import {IP} from './subject.js';
import {hex, quote} from './text.js';

const FAMILIES: readonly Family[] = [4, 6];

/** The mark that stands for a service's owner, or null when nobody is named or known. */
function serviceMark({as}: InboundService, policy: Policy): number | null {
    if (!as) return null;
    const {machine, markTable, groups, marks} = policy;
    if (as.kind === 'user') {
        const user = machine.users.find(({name}) => name === as.name);
        if (!user) return null;
        if (marks === 'bpf') return bpfMark(user.gid, user.uid);
        return markTable.find(({gid, uid}) => gid === null && uid === user.uid)?.mark ?? null;
    }
    const group =
        groups.find(({name}) => name === as.name) ?? machine.groups.find(({name}) => name === as.name);
    if (!group) return null;
    if (marks === 'bpf') return bpfMark(group.gid, null);
    return markTable.find(({gid, uid}) => uid === null && gid === group.gid)?.mark ?? null;
}

interface Source {
    readonly match: string;
    readonly family: Family | null;
}

function sources(from: Destination): Source[] {
    switch (from.kind) {
        case 'any':
            return [{match: '', family: null}];
        case 'lan':
            return FAMILIES.map(family => ({match: `${IP[family]} saddr @lan${family}`, family}));
        case 'addresses':
            return FAMILIES.flatMap(family =>
                mergeSpans(toSpans(from.ranges, family)).map(span => ({
                    match: `${IP[family]} saddr ${spanText(span, family)}`,
                    family,
                })),
            );
        // resolvePolicy turns these down: a source is neither a name nor a multicast group.
        case 'domains':
        case 'multicast':
            return [];
    }
}

/** Ports that a packet of the family can have; null when there is none left. */
function portsOf(ports: readonly PortMatch[], family: Family | null): readonly PortMatch[] | null {
    const foreign = family === 4 ? 'icmpv6' : family === 6 ? 'icmp' : null;
    const left = ports.filter(port => port.protocol !== foreign);
    return ports.length && !left.length ? null : left;
}

export function serviceRules(policy: Policy): string[] {
    return policy.inbound.flatMap(service => {
        const mark = serviceMark(service, policy);
        const end = [
            ...(mark === null ? [] : [`ct mark set ${hex(mark)}`]),
            RECEIVE,
            `comment ${quote(service.name)}`,
        ];
        return sources(service.from).flatMap(({match, family}) => {
            const ports = portsOf(service.ports, family);
            if (!ports) return [];
            return portMatches(ports).map(port => [match, port, ...end].filter(part => part).join(' '));
        });
    });
}
