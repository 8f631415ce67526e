/** Counting comes after judging: whatever is let through goes on to one of two chains that count it and accept it. */
import type {Chain} from './text.js';

/** Verdict on what goes out. */
export const SEND = 'goto sent';
/** Verdict on what comes in. */
export const RECEIVE = 'goto received';

/** Interfaces without a link layer, tun and WireGuard: what they carry passes once more, inside their own packets. */
const TUNNEL = 65534;

/**
 * Chains that end in `accept` rather than base chains of their own, which every packet would have to enter once more.
 * Outgoing packets are not counted in postrouting: those of containers would pass there as well, and cannot be told from those
 * that a tunnel of the kernel sends. Mark 0 is who has none. The verdict is a rule of its own: where a set is full, counting
 * fails, and with it the rest of its rule.
 *
 * @param intoTunnel rules for what goes out
 * @param fromTunnel rules for what comes in
 */
export function countingChains(intoTunnel: readonly string[], fromTunnel: readonly string[]): Chain[] {
    return [
        {
            name: 'sent',
            rules: [
                `meta oiftype ${TUNNEL} add @stats_tunnel_out { ct mark }`,
                'add @stats_out { ct mark }',
                ...intoTunnel,
                'accept',
            ],
        },
        {
            name: 'received',
            rules: [
                `meta iiftype ${TUNNEL} add @stats_tunnel_in { ct mark }`,
                'add @stats_in { ct mark }',
                ...fromTunnel,
                'accept',
            ],
        },
        {
            name: 'stats_forwarded_chain',
            hook: 'type filter hook forward priority 10; policy accept;',
            rules: ['add @stats_forwarded { meta iifname . meta oifname }'],
        },
    ];
}
