/** An endpoint as people write it, and as the parser understands it. */
import {parseConfig} from '../parse.js';
import type {Family, Grant, PortMatch} from '../types.js';
import {EditError} from './errors.js';

/** One entry of `allow`. */
export interface Endpoint {
    readonly to: string | readonly string[];
    readonly ports?: string | readonly string[];
    readonly families?: number | readonly number[];
    readonly private?: boolean;
}

/** One destination of an endpoint. */
export interface Atom {
    /** As it was written. */
    readonly text: string;
    /** The same for everything that means the same destination. */
    readonly key: string;
    readonly ports: readonly PortMatch[];
    readonly families: readonly Family[];
    readonly private: boolean;
}

const listOf = <T>(value: T | readonly T[]): readonly T[] =>
    Array.isArray(value) ? (value as readonly T[]) : [value as T];

/** Reads with the one parser, so that an edit takes what a file takes and nothing else. */
function grantsOf(endpoint: unknown, families: unknown): Grant[] | string {
    const entry = {allow: [endpoint], ...(families == null ? {} : {families})};
    const {config, diagnostics} = parseConfig([{name: '', text: JSON.stringify({groups: {x: entry}})}]);
    if (config) return [...config.groups[0]!.grants];
    const {message, hint} = diagnostics.find(({severity}) => severity === 'error')!;
    return hint ? `${message}; ${hint}` : message;
}

/**
 * The destinations of an endpoint one by one.
 *
 * @param families of the entry that it stands in, as they are written; null when it has none
 * @throws EditError when the parser would refuse it
 */
export function atomsOf(endpoint: Endpoint, families: unknown = null): Atom[] {
    const whole = grantsOf(endpoint, families);
    if (typeof whole === 'string') throw new EditError('invalid', whole);
    return listOf(endpoint.to).flatMap(text => {
        const grants = grantsOf({...endpoint, to: text}, families);
        return typeof grants === 'string'
            ? []
            : grants.map(({to, ports, families: own, private: isPrivate}) => ({
                  text,
                  key: JSON.stringify(to),
                  ports,
                  families: own,
                  private: isPrivate,
              }));
    });
}

/** What is in a file may be wrong; then it is no endpoint that an edit could be about. */
export function atomsIn(item: unknown, families: unknown): Atom[] {
    try {
        return typeof item === 'object' && item !== null ? atomsOf(item as Endpoint, families) : [];
    } catch {
        return [];
    }
}

/** The name that an atom stands for; null when it is no domain. */
export function domainOf({key}: Atom): string | null {
    const to = JSON.parse(key) as Grant['to'];
    return to.kind === 'domains' ? to.domains[0]! : null;
}

/** The endpoint with its keys in the order of the reference, and without what says nothing. */
export function writeEndpoint(endpoint: Endpoint): Record<string, unknown> {
    const {to, ports, families, private: isPrivate} = endpoint;
    return {
        to,
        ...(ports == null ? {} : {ports}),
        ...(families == null ? {} : {families}),
        ...(isPrivate ? {private: true} : {}),
    };
}
