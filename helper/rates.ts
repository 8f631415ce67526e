/** Bytes per second between two samples of the counters. */
import type {TrafficSignal} from './dbus/answers.js';
import type {Changes} from './stats.js';
import type {Visible} from './visibility.js';

/** As many apps as a menu shows at most. */
const MAX_GROUPS = 20;

interface Rate {
    in_rate: number;
    out_rate: number;
}

/**
 * What moved in a time.
 *
 * @param milliseconds of a clock that does not jump
 * @param groupName name of a group id; null ids, traffic that no group is known of, count in the sums alone
 */
export function ratesOf(
    changes: Changes,
    milliseconds: number,
    visible: Visible,
    groupName: (gid: number) => string,
): TrafficSignal {
    // A counter that is lower than it was has begun anew: what it shows came since.
    const rate = (now: number, then: number) =>
        Math.round(((now < then ? now : now - then) * 1000) / milliseconds);
    const sum: Rate = {in_rate: 0, out_rate: 0};
    const groups = new Map<number, Rate>();
    for (const {before: then, after: sample} of changes.values()) {
        if (!visible(sample.uid)) continue;
        const moved = {
            in_rate: rate(sample.in.bytes, then?.in.bytes ?? 0),
            out_rate: rate(sample.out.bytes, then?.out.bytes ?? 0),
        };
        // A tunnel's own packets are counted as well, with whoever sends them.
        sum.in_rate += moved.in_rate - rate(sample.tunnel_in.bytes, then?.tunnel_in.bytes ?? 0);
        sum.out_rate += moved.out_rate - rate(sample.tunnel_out.bytes, then?.tunnel_out.bytes ?? 0);
        if (sample.gid === null || moved.in_rate + moved.out_rate === 0) continue;
        const group = groups.get(sample.gid) ?? {in_rate: 0, out_rate: 0};
        group.in_rate += moved.in_rate;
        group.out_rate += moved.out_rate;
        groups.set(sample.gid, group);
    }
    const busiest = [...groups]
        .map(([gid, moved]) => ({group: groupName(gid), ...moved}))
        .sort((a, b) => b.in_rate + b.out_rate - (a.in_rate + a.out_rate))
        .slice(0, MAX_GROUPS);
    return {period_ms: Math.round(milliseconds), ...sum, groups: busiest};
}
