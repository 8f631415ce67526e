import {firstBytes, isPrivate, PRIVATE} from '../../../core/policy/networks.js';

describe('the first bytes of networks', () => {
    it('are those that their addresses can begin with', () => {
        const many = Array.from({length: 32}, (_, i) => 224 + i);
        expect(firstBytes(PRIVATE[4])).toEqual([0, 10, 100, 127, 169, 172, 192, ...many]);
        expect(firstBytes(PRIVATE[6])).toEqual([0, 0xfc, 0xfd, 0xfe, 0xff]);
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

describe('what a name must not open by itself', () => {
    const privates = [
        '10.1.2.3',
        'fd00::1',
        '239.255.255.250',
        '255.255.255.255',
        'ff02::fb',
        '64:ff9b::c0a8:101',
    ];
    for (const address of [...privates, '64:ff9b::7f00:1', '64:ff9b::e000:fb', '::ffff:8.8.8.8'])
        it(`is ${address}`, () => expect(isPrivate(address)).toBeTrue());
    for (const address of [
        '8.8.8.8',
        '223.255.255.255',
        '64:ff9b::808:808',
        '64:ff9b:1::c0a8:101',
        '2001:db8::1',
    ])
        it(`is not ${address}`, () => expect(isPrivate(address)).toBeFalse());
});
