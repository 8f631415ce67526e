/** Raw nft text of the 2022 format. It is a match only, and must not be able to leave its rule. */
import type {Value} from './value.js';

const VERDICTS = [
    'accept',
    'drop',
    'reject',
    'queue',
    'continue',
    'return',
    'jump',
    'goto',
    'masquerade',
    'snat',
    'dnat',
    'redirect',
    'tproxy',
    'synproxy',
    'dup',
    'fwd',
    'notrack',
];
const KEYWORDS = [
    'include',
    'define',
    'undefine',
    'redefine',
    'table',
    'chain',
    'flush',
    'delete',
    'destroy',
    'add',
    'insert',
    'map',
    'vmap',
    'set',
    'update',
    'comment',
    'rename',
    'replace',
    'reset',
];
const CLOSING: Readonly<Record<string, string>> = {')': '(', ']': '[', '}': '{'};

function unbalanced(text: string): string | null {
    const open: string[] = [];
    for (const char of text) {
        if ('([{'.includes(char)) open.push(char);
        else if (char in CLOSING && open.pop() !== CLOSING[char]) return char;
    }
    return open.pop() ?? null;
}

function complaint(text: string): [code: string, message: string, hint: string] | null {
    // A quoted interface name is fine; whatever is left of quotes after that is not.
    const stray = /[^\x20-\x7e]|[;#$\\'`"]/.exec(text.replace(/"[\w.*:@-]{1,16}"/g, ''))?.[0];
    if (stray !== undefined)
        return [
            'raw-rule-character',
            `"${stray}" is not allowed in a rule`,
            'a rule is one match, without separators, comments, quotes or variables',
        ];
    const bracket = unbalanced(text);
    if (bracket)
        return [
            'raw-rule-bracket',
            `"${bracket}" has no partner`,
            'close every bracket that is opened, in order',
        ];
    // nft reads "1accept" as a number and a verdict, so a word counts with and without digits in front; "::abcdaccept" likewise.
    const words = text
        .replace(/:[\da-f]{1,4}(?=[a-z])/gi, ':')
        .split(/[^a-z0-9_@-]+/i)
        .flatMap(word => [word, word.replace(/^(0x[\da-f]+|[\d-]+)/i, '')]);
    const verdict = words.find(word => VERDICTS.includes(word));
    if (verdict)
        return [
            'raw-rule-verdict',
            `"${verdict}" does not belong here`,
            'write only what to match; what matches is accepted',
        ];
    const keyword = words.find(word => KEYWORDS.includes(word));
    if (keyword)
        return [
            'raw-rule-keyword',
            `"${keyword}" does not belong here`,
            'a rule only matches packets; it changes nothing',
        ];
    return null;
}

/** Checked text; '' means that everything is allowed. nft itself has the last word when the policy is applied. */
export function readRawRule(value: Value): string | null {
    if (!value.isString) {
        value.string();
        return null;
    }
    const text = value.node.value as string;
    const problem = complaint(text);
    return problem ? value.error(...problem) : text.trim();
}

/** Whether the text speaks of IPv4 only, so that it cannot serve as an IPv6 rule. */
export const speaksIpv4 = (text: string): boolean => /(^|[^\w-])(ip|icmp|arp)(?![\w-])/.test(text);
