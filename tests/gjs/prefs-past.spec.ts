import {beginOf, PAST, pastSamples} from '../../prefs/model/past.js';
import type {HistoryRow} from '../../helper/dbus/answers.js';

const now = Date.UTC(2026, 10, 27, 3, 30) / 1000;
const count = (bytes: number) => ({packets: 1, bytes});
const row = (start: string, received: number, sent: number, tunnel = 0): HistoryRow => ({
    ...{user: 'alice', group: 'web', start, in: count(received), out: count(sent), refused: count(9)},
    ...{tunnel_in: count(tunnel), tunnel_out: count(0)},
});

describe('what is plotted of the history', () => {
    it('begins with a full hour', () => {
        expect(beginOf(PAST.day, now)).toBe(Date.UTC(2026, 10, 26, 3) / 1000);
    });

    it('has a rate for each hour of a day, the present one by what there is of it', () => {
        const samples = pastSamples(
            [row('2026-11-26T03:00:00Z', 3600, 7200), row('2026-11-27T03:00:00Z', 1800, 0)],
            false,
            PAST.day,
            now,
        );
        expect(samples.length).toBe(25);
        expect(samples[0]).toEqual({received: 1, sent: 2});
        expect(samples[1]).toEqual({received: 0, sent: 0});
        expect(samples[24]).toEqual({received: 1, sent: 0});
    });

    it('adds up whoever is plotted, and of everybody leaves out what a tunnel carried', () => {
        const rows = [row('2026-11-26T03:00:00Z', 3600, 0, 3600), row('2026-11-26T03:00:00Z', 7200, 3600)];
        expect(pastSamples(rows, false, PAST.day, now)[0]).toEqual({received: 3, sent: 1});
        expect(pastSamples(rows, true, PAST.day, now)[0]).toEqual({received: 2, sent: 1});
    });

    it('has steps of six hours in a week, and of a day in three months', () => {
        expect(pastSamples([row('2026-11-20T09:00:00Z', 21600, 0)], false, PAST.week, now)[1]).toEqual({
            received: 1,
            sent: 0,
        });
        expect(pastSamples([], false, PAST.quarter, now).length).toBe(91);
    });
});
