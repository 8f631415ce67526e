/** The resolver modes in which a dnsmasq of the system's learns addresses. */
import type {Config, Diagnostic, Resolver} from '../config/types.js';
import {finding, settingOrigin} from './findings.js';
import type {Machine} from './types.js';

/** Who the dnsmasq runs as; the rules let this user ask servers. */
export const RESOLVER_USER = 'dnsmasq';

/** `auto` is settled: a dnsmasq that the system asks anyway learns for us, otherwise the gate does. */
export function settleResolver({settings}: Config, machine: Machine): Resolver {
    return settings.resolver === 'auto' ? (machine.localResolver ?? 'gate') : settings.resolver;
}

const SERVICES: Readonly<Partial<Record<Resolver, string>>> = {
    networkmanager: 'NetworkManager with dns=dnsmasq',
    dnsmasq: 'the dnsmasq service',
};

/** Modes whose resolver runs on loopback and is configured by a file of ours. */
export const isLocal = (resolver: Resolver): resolver is 'networkmanager' | 'dnsmasq' =>
    resolver === 'networkmanager' || resolver === 'dnsmasq';

/**
 * Whether NetworkManager's dnsmasq has to be told who to run as: to learn for us, or because the gate asks it. It would run
 * as nobody, whose questions the redirect sends to the gate again.
 */
export const tellsNetworkManager = (resolver: Resolver, machine: Machine): boolean =>
    resolver === 'networkmanager' || (resolver === 'gate' && machine.localResolver === 'networkmanager');

/** Names are learned only when programs ask the resolver that learns them. */
export function checkLocalResolver(resolver: Resolver, machine: Machine, out: Diagnostic[]): void {
    if (!isLocal(resolver) && !tellsNetworkManager(resolver, machine)) return;
    if (!machine.users.some(({name}) => name === RESOLVER_USER))
        out.push(
            finding(
                settingOrigin('config.resolver'),
                'error',
                'no-resolver-user',
                isLocal(resolver)
                    ? `config.resolver is "${resolver}", but there is no user "${RESOLVER_USER}"`
                    : `NetworkManager runs dnsmasq, which has to run as "${RESOLVER_USER}", and there is no such user`,
                {hint: 'install dnsmasq-base, which brings the user'},
            ),
        );
    if (!isLocal(resolver)) return;
    const complain = (code: string, message: string, hint: string) =>
        out.push(finding(settingOrigin('config.resolver'), 'warning', code, message, {hint}));
    if (machine.localResolver !== resolver)
        complain(
            'resolver-not-there',
            `config.resolver is "${resolver}", but ${SERVICES[resolver]} is not enabled; no name will be learned`,
            'set config.resolver to "gate", which works with any resolver',
        );
    const others = machine.nameservers.filter(server => !/^(127\.|::1$)/.test(server));
    if (others.length)
        complain(
            'resolver-not-asked',
            `/etc/resolv.conf names ${others.join(', ')}; what programs ask there is not learned`,
            'let resolv.conf name 127.0.0.1 alone, or set config.resolver to "gate"',
        );
}
