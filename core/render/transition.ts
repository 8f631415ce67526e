/** From one generation to the next: removal of what is stale, and what a new set may take over. */
import type {DomainClass, GenerationFiles} from '../policy/types.js';

/** Names of the objects that the kernel's table holds now. */
export interface ExistingObjects {
    readonly chains: readonly string[];
    readonly sets: readonly string[];
    readonly maps: readonly string[];
    readonly counters: readonly string[];
}

/** Names that a ruleset declares, per kind of object. */
export function declaredNames(ruleset: string): Record<keyof ExistingObjects, Set<string>> {
    const names = {
        chains: new Set<string>(),
        sets: new Set<string>(),
        maps: new Set<string>(),
        counters: new Set<string>(),
    };
    for (const [, kind, name] of ruleset.matchAll(/^ {4}(chain|set|map|counter) (\w+) \{$/gm))
        names[`${kind as 'chain' | 'set' | 'map' | 'counter'}s`].add(name!);
    return names;
}

/**
 * The ruleset of a generation plus removal of everything else in the table, as one transaction. The ruleset has
 * flushed all rules and both verdict maps by then, so nothing refers to a stale chain or set any more; stale maps go
 * first because their elements may.
 */
export function renderTransition(files: GenerationFiles, existing: ExistingObjects): string {
    const ruleset = files.get('ruleset.nft') ?? '';
    const table = /^table inet (\w+) \{$/m.exec(ruleset)?.[1];
    if (!table) throw new Error('the generation has no ruleset');
    const declared = declaredNames(ruleset);
    const remove = (kind: keyof ExistingObjects, keyword: string) =>
        existing[kind]
            // Anonymous sets belong to their rules and go with them.
            .filter(name => !declared[kind].has(name) && !name.startsWith('__'))
            .sort()
            .map(name => `delete ${keyword} inet ${table} ${name}\n`);
    const maps = remove('maps', 'map');
    return [
        ruleset,
        ...maps.map(line => line.replace('delete', 'flush')),
        ...maps,
        ...remove('chains', 'chain'),
        ...remove('sets', 'set'),
        ...remove('counters', 'counter'),
    ].join('');
}

/** One learned set whose addresses another may take. */
export interface Carry {
    readonly from: string;
    readonly to: string;
}

/**
 * Which new sets may take the addresses of which old ones. Never widens: an address learned for some domains may only
 * go where all of these are permitted, and only in families that both have.
 */
export function carryOver(oldClasses: readonly DomainClass[], newClasses: readonly DomainClass[]): Carry[] {
    const kept = new Set(oldClasses.map(({stem}) => stem));
    const classOf = new Map<string, DomainClass>();
    for (const entry of newClasses) for (const domain of entry.domains) classOf.set(domain, entry);
    return oldClasses.flatMap(({stem, domains}) => {
        const target = classOf.get(domains[0] ?? '');
        if (!target || kept.has(target.stem)) return [];
        return domains.every(domain => classOf.get(domain) === target) ? [{from: stem, to: target.stem}] : [];
    });
}
