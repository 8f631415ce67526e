/** The `domains` of the 2022 format: a list, or the name of another entry that has one. */
import type {Node} from 'jsonc-parser';
import {readDomain} from './domains.js';
import {nearest} from './nearest.js';
import type {Value} from './value.js';

/** Resolves references by name; every list is read (and complained about) once. */
export class DomainLists {
    readonly #values: ReadonlyMap<string, Value>;
    readonly #lists = new Map<Node, string[]>();

    /** @param values the `domains` of every entry that has one, by entry name */
    constructor(values: ReadonlyMap<string, Value>) {
        this.#values = values;
    }

    /** The domains that a value stands for; null when a reference leads nowhere (reported). */
    read(value: Value, chain: readonly string[] = []): string[] | null {
        if (value.isNull) return [];
        if (!value.isString) return this.#readList(value);
        const name = value.string();
        if (name === null) return null;
        if (chain.includes(name))
            return value.error(
                'reference-cycle',
                `"domains" leads back to itself: ${[...chain, name].join(' → ')}`,
                'write the domains as a list in one of these entries',
            );
        const target = this.#values.get(name);
        if (target) return this.read(target, [...chain, name]);
        const close = nearest(name, [...this.#values.keys()]);
        return value.error(
            'missing-reference',
            `no entry "${name}" with domains`,
            close
                ? `did you mean "${close}"?`
                : `to allow the domain ${name}, write it as a list: ["${name}"]`,
        );
    }

    #readList(value: Value): string[] | null {
        const known = this.#lists.get(value.node);
        if (known) return known;
        const list = value.list(readDomain);
        // A list of which nothing is left has been complained about; it is not an empty one.
        if (!list?.length && value.node.children?.length) return null;
        if (list) this.#lists.set(value.node, list);
        return list;
    }
}
