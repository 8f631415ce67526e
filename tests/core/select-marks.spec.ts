/** Which connections from before a capture are whose. */
import {bpfMark, markMask, selectMarks} from '../../core/marks.js';

const ENTRIES = [
    {mark: 1, gid: 30001, uid: 1000},
    {mark: 2, gid: 30001, uid: 1001},
    {mark: 3, gid: 30002, uid: 1000},
    {mark: 4, gid: 30001, uid: null},
    {mark: 5, gid: null, uid: 1000},
];
const marks = (mode: 'map' | 'rule', gid: number | null, uid: number | null) =>
    selectMarks(mode, ENTRIES, gid, uid).marks;
/** Whether a socket mark is selected. */
const selected = (mark: number, gid: number | null, uid: number | null) => {
    const {mask, marks: values} = selectMarks('bpf', [], gid, uid);
    return values.includes((mark & mask) >>> 0);
};

describe('marks of whose packets are captured', () => {
    it('are those that the policy allotted', () => {
        expect(marks('map', 30001, null)).toEqual([1, 2, 4]);
        expect(marks('map', null, 1000)).toEqual([1, 3, 5]);
        expect(selectMarks('map', ENTRIES, 1, null).mask).toBe(markMask('map'));
    });

    it('leave out whose user is not known when one user is asked for', () => {
        expect(marks('rule', 30001, 1000)).toEqual([1]);
    });

    it('are parts of a socket mark', () => {
        expect(selected(bpfMark(30001, 1000), 30001, null)).toBeTrue();
        expect(selected(bpfMark(59999, 1000), 59999, null)).toBeTrue();
        expect(selected(bpfMark(30002, 1000), 30001, null)).toBeFalse();
        expect(selected(bpfMark(30001, 1000), null, 1000)).toBeTrue();
        expect(selected(bpfMark(30001, 1001), 30001, 1000)).toBeFalse();
        expect(selected(bpfMark(30001, 0), null, 0)).toBeTrue();
    });

    it('never show one user to another whose id looks alike in 16 bits', () => {
        for (const [own, other] of [
            [70000, 80000],
            [65535, 70000],
            [65533, 0],
        ] as const)
            expect(selected(bpfMark(30001, other), null, own))
                .withContext(`${own} ${other}`)
                .toBeFalse();
        expect(selected(bpfMark(30001, 65533), null, 0))
            .withContext('root sees it anyway')
            .toBeTrue();
    });
});
