import {firstBytes, isPrivate, PRIVATE} from '../../../core/policy/networks.js';

describe('the first bytes of networks', () => {
    it('are those that their addresses can begin with', () => {
        expect(firstBytes(PRIVATE[4])).toEqual([0, 10, 100, 127, 169, 172, 192]);
        expect(firstBytes(PRIVATE[6])).toEqual([0, 0xfc, 0xfd, 0xfe]);
        expect(firstBytes(['224.0.0.0/6', '226.1.0.0/16'])).toEqual([224, 225, 226, 227]);
    });

    // A network that is left out would be open to every name (DNS rebinding).
    it('leave no private address out', () => {
        for (let byte = 0; byte < 256; byte++) {
            const known = firstBytes(PRIVATE[4]).includes(byte);
            for (let second = 0; second < 256; second++)
                if (isPrivate(`${byte}.${second}.0.1`)) expect(known).withContext(`${byte}`).toBeTrue();
        }
    });
});
