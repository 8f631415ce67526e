/** Counters of traffic, and their sums. */

export interface Count {
    readonly packets: number;
    readonly bytes: number;
}

/** What is counted of somebody; the tunnels' part of `in` and `out` is in both. */
export interface Counted {
    readonly in: Count;
    readonly out: Count;
    readonly refused: Count;
    readonly tunnel_in: Count;
    readonly tunnel_out: Count;
}

export const NONE: Count = {packets: 0, bytes: 0};

export const add = (a: Count, b: Count): Count => ({
    packets: a.packets + b.packets,
    bytes: a.bytes + b.bytes,
});

const less = (a: Count, b: Count): Count => ({packets: a.packets - b.packets, bytes: a.bytes - b.bytes});

/** The five counters, each made by itself. */
export const countedBy = (count: (way: keyof Counted) => Count): Counted => ({
    in: count('in'),
    out: count('out'),
    refused: count('refused'),
    tunnel_in: count('tunnel_in'),
    tunnel_out: count('tunnel_out'),
});

/** What went over the wire: without what passed tunnels, since the tunnels' own packets are there. */
export function wireTotals(rows: readonly Counted[]): Pick<Counted, 'in' | 'out' | 'refused'> {
    const sums = countedBy(way => rows.reduce((sum, row) => add(sum, row[way]), NONE));
    return {
        in: less(sums.in, sums.tunnel_in),
        out: less(sums.out, sums.tunnel_out),
        refused: sums.refused,
    };
}
