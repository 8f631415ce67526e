/** Rates that the panel shows, from two samples of the counters. */
import {ratesOf} from '../../helper/rates.js';
import {addChanges, type Changes, type Sample} from '../../helper/stats.js';

const none = {packets: 0, bytes: 0};
const sample = (mark: number, gid: number | null, out: number, tunnel = 0): Sample => ({
    ...{mark, gid, uid: 1000, in: none, tunnel_in: none, refused: none},
    ...{out: {packets: 1, bytes: out}, tunnel_out: {packets: 1, bytes: tunnel}},
});
const changed = (before: Sample | null, after: Sample): Changes => new Map([[after.mark, {before, after}]]);
const between = (before: Sample[], after: Sample[]) => {
    const changes: Changes = new Map();
    for (const sample of after)
        addChanges(changes, changed(before.find(({mark}) => mark === sample.mark) ?? null, sample));
    return ratesOf(changes, 2000, () => true, String);
};

describe('rates', () => {
    it('are bytes per second, and those of the wire in all', () => {
        const before = [sample(1, 30001, 1000, 1000), sample(2, 30002, 0)];
        const after = [sample(1, 30001, 5000, 5000), sample(2, 30002, 4400)];
        const {out_rate, groups} = between(before, after);
        expect(groups.map(group => [group.group, group.out_rate])).toEqual([
            ['30002', 2200],
            ['30001', 2000],
        ]);
        expect(out_rate).toBe(2200);
    });

    it('count unmarked traffic in the sum alone', () => {
        const {out_rate, groups} = between([], [sample(0, null, 600)]);
        expect([out_rate, groups.length]).toEqual([300, 0]);
    });

    it('begin anew with a counter that does', () => {
        expect(between([sample(1, 30001, 9000)], [sample(1, 30001, 200)]).out_rate).toBe(100);
    });

    it('are of several beats, for somebody who is told less often', () => {
        const changes: Changes = new Map();
        addChanges(changes, changed(sample(1, 30001, 1000), sample(1, 30001, 1400)));
        addChanges(changes, changed(sample(1, 30001, 1400), sample(1, 30001, 5000)));
        addChanges(changes, changed(null, sample(2, 30002, 200)));
        addChanges(changes, changed(sample(2, 30002, 200), sample(2, 30002, 600)));
        const {groups} = ratesOf(changes, 2000, () => true, String);
        expect(groups.map(group => group.out_rate)).toEqual([2000, 300]);
    });
});
