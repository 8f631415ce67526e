/** Inbound services: what others may reach, attributed to a user or group by the mark of the connection. */
import type {Destination, Family, InboundService} from '../config/types.js';
import {bpfMark} from '../marks.js';
import {mergeSpans, spanText, toSpans} from '../policy/addresses.js';
import type {Policy} from '../policy/types.js';
import {portMatches} from './profiles.js';
import {IP} from './subject.js';
import {hex, quote} from './text.js';

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

function sourceMatches(from: Destination): string[] {
    switch (from.kind) {
        case 'any':
            return [''];
        case 'lan':
            return ['ip saddr @lan4', 'ip6 saddr @lan6'];
        case 'addresses':
            return ([4, 6] as const).flatMap((family: Family) =>
                mergeSpans(toSpans(from.ranges, family)).map(
                    span => `${IP[family]} saddr ${spanText(span, family)}`,
                ),
            );
        // resolvePolicy turns these down: a source is neither a name nor a multicast group.
        case 'domains':
        case 'multicast':
            return [];
    }
}

export function serviceRules(policy: Policy): string[] {
    return policy.inbound.flatMap(service => {
        const mark = serviceMark(service, policy);
        const end = [
            ...(mark === null ? [] : [`ct mark set ${hex(mark)}`]),
            'accept',
            `comment ${quote(service.name)}`,
        ];
        return sourceMatches(service.from).flatMap(source =>
            portMatches(service.ports).map(ports => [source, ports, ...end].filter(part => part).join(' ')),
        );
    });
}
