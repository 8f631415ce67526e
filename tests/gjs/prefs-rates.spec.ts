import {RateHistory} from '../../prefs/model/rate-history.js';

const counters = (values: Record<string, [number, number]>) =>
    new Map(Object.entries(values).map(([name, [received, sent]]) => [name, {received, sent}]));

describe('a history of rates', () => {
    it('turns counters into bytes per second', () => {
        const history = new RateHistory(3);
        history.add(10, counters({web: [1000, 100]}));
        expect(history.samples('web')).toEqual([]);
        history.add(12, counters({web: [5000, 300]}));
        expect(history.samples('web')).toEqual([{received: 2000, sent: 100}]);
    });

    it('puts zeros before what came later, and starts over when a counter fell', () => {
        const history = new RateHistory(3);
        history.add(0, counters({web: [0, 0]}));
        history.add(1, counters({web: [10, 0]}));
        history.add(2, counters({web: [5, 0], mail: [7, 1]}));
        expect(history.samples('web').map(({received}) => received)).toEqual([10, 0]);
        expect(history.samples('mail')).toEqual([
            {received: 0, sent: 0},
            {received: 7, sent: 1},
        ]);
    });

    it('forgets what is old', () => {
        const history = new RateHistory(2);
        for (let i = 0; i < 5; i++) history.add(i, counters({web: [i * i, 0]}));
        expect(history.samples('web').map(({received}) => received)).toEqual([5, 7]);
    });
});
