/** `inbound`: services that others may reach. */
import {readDestinations} from './destinations.js';
import {checkUserName} from './names.js';
import {readPorts} from './ports.js';
import {INBOUND} from './schema.js';
import type {Destination, InboundService} from './types.js';
import type {Member, Value} from './value.js';

function readFrom(value: Value): Destination | null {
    const from = readDestinations(value);
    if (!from?.length) return null;
    if (from.some(({kind}) => kind === 'domains'))
        return value.error(
            'bad-from',
            'senders are known by address, not by name',
            'write addresses, "lan" or "any"',
        );
    if (from.length > 1)
        return value.error(
            'bad-from',
            'addresses, "lan" and "any" cannot be mixed here',
            'write one service for each',
        );
    return from[0]!;
}

function readAs(
    value: Value,
    names: {users: ReadonlySet<string>; groups: ReadonlySet<string>},
): InboundService['as'] {
    const text = value.string();
    if (text === null) return null;
    const match = /^(user|group):(.+)$/.exec(text);
    if (!match)
        return value.error(
            'bad-as',
            `"${text}" says neither user nor group`,
            'write for example "user:sshd" or "group:games"',
        );
    const [kind, name] = [match[1] as 'user' | 'group', match[2]!];
    // A user of the system needs no entry here; whether it exists is found out against the machine.
    if (kind === 'user' && !checkUserName(value, name)) return null;
    if (kind === 'group' && !names.groups.has(name))
        return value.error('missing-reference', `no app group "${name}"`, 'define it under "groups"');
    return {kind, name};
}

export function readService(
    {key: name, keyValue, value}: Member,
    names: {users: ReadonlySet<string>; groups: ReadonlySet<string>},
): InboundService | null {
    keyValue.string();
    const fields = value.fields(Object.keys(INBOUND));
    if (value.node.type !== 'object') return null;
    const portsValue = fields.get('ports');
    if (!portsValue)
        return value.error('missing-key', '"ports" is missing', 'write "any" to open every port');
    const ports = readPorts(portsValue);
    const from = fields.has('from') ? readFrom(fields.get('from')!) : ({kind: 'lan'} as const);
    const as = fields.has('as') ? readAs(fields.get('as')!, names) : null;
    return ports && from && {name, ports, from, as, origin: value.origin};
}
