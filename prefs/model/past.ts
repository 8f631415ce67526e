/** Average rates of what the history has, step by step. */
import {countedBy, wireTotals} from '../../core/traffic.js';
import type {HistoryRow} from '../../helper/dbus/answers.js';
import type {Sample} from './rate-history.js';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** How far back, and how long a step is; in seconds. */
export interface Span {
    readonly length: number;
    readonly step: number;
}

export const PAST: Readonly<Record<'day' | 'week' | 'quarter', Span>> = {
    day: {length: DAY, step: HOUR},
    week: {length: 7 * DAY, step: 6 * HOUR},
    quarter: {length: 90 * DAY, step: DAY},
};

/** Seconds since 1970 at which the first step begins: a full hour, as the history has it. */
export const beginOf = ({length}: Span, now: number): number => Math.floor((now - length) / HOUR) * HOUR;

/**
 * Oldest first, with zeros where there was nothing.
 *
 * @param rows those of one owner, or of all together
 * @param total what passed a tunnel counts once, with the tunnel's own packets
 * @param now seconds since 1970: the last step is not over yet
 */
export function pastSamples(
    rows: readonly HistoryRow[],
    total: boolean,
    span: Span,
    now: number,
): readonly Sample[] {
    const begin = beginOf(span, now);
    const count = Math.max(1, Math.ceil((now - begin) / span.step));
    return Array.from({length: count}, (_, i) => {
        const start = begin + i * span.step;
        const own = rows.filter(row => Date.parse(row.start) / 1000 === start);
        const sums = total
            ? wireTotals(own)
            : countedBy(way => ({
                  packets: 0,
                  bytes: own.reduce((sum, row) => sum + row[way].bytes, 0),
              }));
        const seconds = Math.max(1, Math.min(span.step, now - start));
        return {received: sums.in.bytes / seconds, sent: sums.out.bytes / seconds};
    });
}
