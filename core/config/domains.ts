/** Domain names as people write them, into the form that DNS uses. */
import punycode from 'punycode/punycode.es6.js';
import type {Value} from './value.js';

const LABEL = /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** What is wrong with a name, and what to write instead; null when it is fine. */
function complaint(text: string, ascii: string): [message: string, hint?: string] | null {
    if (text.startsWith('*.'))
        return [
            'wildcards are not needed',
            `write "${text.slice(2)}": it covers the name and every name below it`,
        ];
    if (text.includes('*'))
        return ['wildcards are not possible inside a name', 'name the parent domain instead'];
    if (/^[a-z]+:\/\//i.test(text)) return ['this is a URL, not a domain', 'write only the host name'];
    if (text.includes('/'))
        return [
            'a domain has no slash',
            'write only the host name, or an address range such as 192.0.2.0/24',
        ];
    if (/:\d+$/.test(text))
        return ['a domain has no port', 'put the port into "ports", for example "tcp/443"'];
    if (/^(\d{1,3}\.){3}\d{1,3}$/.test(ascii))
        return ['this is an address, not a domain', 'addresses are allowed with "allow"'];
    if (text.startsWith('.'))
        return [
            'a domain does not start with a dot',
            `write "${text.slice(1)}": it covers every name below it`,
        ];
    if (/[\p{Cf}\p{Co}\p{Cn}\p{Cs}]/u.test(text))
        return ['a domain has no invisible characters', 'type the name again instead of pasting it'];
    if (/[,;]/.test(text)) return ['this is more than one domain', 'write several domains as a list'];
    if (/\s/.test(text)) return ['a domain has no spaces', 'write several domains as a list'];
    if (!ascii || ascii.length > 253) return ['a domain has 1 to 253 characters'];
    const bad = ascii.split('.').find(label => !LABEL.test(label));
    if (bad === '') return ['a domain has no empty part between two dots'];
    if (bad !== undefined)
        return [
            `"${bad}" is not a valid part of a domain`,
            'parts have 1 to 63 letters, digits or hyphens, no hyphen at either end',
        ];
    if (/^\d+$/.test(ascii.split('.').at(-1)!))
        return ['this looks like an incomplete address', 'an IPv4 address has four numbers'];
    return null;
}

/** ASCII, lower case, without the final dot; null when refused. IDNA: RFC 3492 after NFKC and lower-casing. */
export function readDomain(value: Value): string | null {
    const text = value.string()?.trim();
    if (text === undefined) return null;
    let ascii: string;
    try {
        ascii = punycode.toASCII(text.normalize('NFKC').toLowerCase()).replace(/\.$/, '');
    } catch {
        return value.error('bad-domain', `"${text}" cannot be written as a domain name`);
    }
    const problem = complaint(text, ascii);
    return problem ? value.error('bad-domain', `"${text}": ${problem[0]}`, problem[1]) : ascii;
}
