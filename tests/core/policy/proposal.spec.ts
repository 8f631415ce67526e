import {type Destination, operatorOf, proposeEndpoints} from '../../../core/policy/proposal.js';

const seen = (host: string | null, more: Partial<Destination> = {}): Destination => ({
    ...{direction: 'out', protocol: 'tcp', address: '192.0.2.1', host, port: 443, count: 1},
    ...more,
});
const endpoints = (...list: Destination[]) => proposeEndpoints(list).map(({endpoint}) => endpoint);

describe('a proposal from recorded destinations', () => {
    it('keeps a single name', () => {
        expect(endpoints(seen('api.example.org'))).toEqual([{to: 'api.example.org', ports: 'tcp/443'}]);
    });

    it('makes one domain of several names, with all their ports in order', () => {
        const [proposal] = proposeEndpoints([
            seen('www.example.org', {protocol: 'udp'}),
            seen('API.example.org.', {port: 8443}),
            seen('a.b.example.org', {count: 3}),
        ]);
        expect(proposal).toEqual({
            endpoint: {to: 'example.org', ports: ['tcp/443', 'tcp/8443', 'udp/443']},
            hosts: ['a.b.example.org', 'api.example.org', 'www.example.org'],
            count: 5,
            remark: {kind: 'below'},
        });
    });

    it('never opens what a country registers names under', () => {
        expect(endpoints(seen('www.one.co.uk'), seen('www.two.co.uk')).map(({to}) => to)).toEqual([
            'www.one.co.uk',
            'www.two.co.uk',
        ]);
    });

    it("never opens a host of many people's pages, nor a whole local network", () => {
        for (const suffix of ['blogspot.com', 'ddns.net', 'kawasaki.jp', 'lan'])
            expect(endpoints(seen(`one.${suffix}`), seen(`two.${suffix}`)).map(({to}) => to))
                .withContext(suffix)
                .toEqual([`one.${suffix}`, `two.${suffix}`]);
    });

    it('never opens a shared network as a whole, and says whose it is', () => {
        const proposals = proposeEndpoints([seen('d1.cloudfront.net'), seen('d2.cloudfront.net')]);
        expect(proposals.map(({endpoint}) => endpoint.to)).toEqual([
            'd1.cloudfront.net',
            'd2.cloudfront.net',
        ]);
        expect(proposals[0]!.remark).toEqual({kind: 'shared', operator: 'Amazon CloudFront'});
        expect(operatorOf('notcloudfront.net')).toBeNull();
    });

    it('falls back to the address without a name, and with one that is none', () => {
        const [first, second] = proposeEndpoints([
            seen(null, {address: '2001:db8::1', count: 2}),
            seen('bad name\u001b[2J.example', {address: '192.0.2.9'}),
        ]);
        expect(first!.endpoint.to).toBe('2001:db8::1');
        expect(second!.endpoint.to).toBe('192.0.2.9');
        expect(second!.remark).toEqual({kind: 'address'});
    });

    it('leaves out what no entry can allow', () => {
        expect(endpoints(seen('a.example', {direction: 'in'}))).toEqual([]);
        expect(endpoints(seen('a.example', {protocol: 'icmp', port: null}))).toEqual([]);
    });

    it('puts the busiest first', () => {
        expect(endpoints(seen('a.example.net'), seen('z.example.org', {count: 9}))[0]!.to).toBe(
            'z.example.org',
        );
    });
});
