/** Endpoints as texts in two fields. */
import {parseConfig} from '../../core/config/parse.js';
import type {Diagnostic} from '../../core/config/types.js';
import {type Endpoint} from '../../core/config/edit.js';
import {formatList, parseList} from './lists.js';

export interface EndpointText {
    readonly to: string;
    readonly ports: string;
}

/** From the JSON that the panel hands over; what is not understood is left empty, to be typed. */
export function parseEndpoint(json: string): EndpointText {
    try {
        const value = JSON.parse(json) as Partial<Endpoint> | null;
        return {to: formatList(value?.to), ports: formatList(value?.ports)};
    } catch {
        return {to: '', ports: ''};
    }
}

export function endpointOf({to, ports}: EndpointText): Endpoint {
    const where = parseList(ports);
    return {to: parseList(to) ?? '', ...(where === null || where === 'any' ? {} : {ports: where})};
}

const findings = (endpoint: Endpoint): readonly Diagnostic[] => {
    const text = JSON.stringify({groups: {candidate: {allow: [endpoint]}}});
    return parseConfig([{name: 'galaf.json', text}]).diagnostics;
};

/** What the parser says about each of the two fields. */
export function checkEndpoint(text: EndpointText): {to: readonly Diagnostic[]; ports: readonly Diagnostic[]} {
    const all = findings(endpointOf(text));
    const ports = all.filter(({path}) => path.includes('.ports'));
    return {to: all.filter(found => !ports.includes(found)), ports};
}
