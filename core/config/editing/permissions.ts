/** Adding and removing endpoints: exactly what was asked, in the entry's own style, or a reason why not. */
import {formatPort, portsCover, portsOverlap, samePorts, subtractPorts} from '../port-sets.js';
import type {PortMatch} from '../types.js';
import type {Documents} from './documents.js';
import {type Atom, atomsIn, atomsOf, domainOf, type Endpoint, writeEndpoint} from './endpoints.js';
import {EditError} from './errors.js';
import {SubjectEntry} from './subjects.js';

const covers = (have: Atom, asked: Atom): boolean =>
    have.key === asked.key &&
    portsCover(have.ports, asked.ports) &&
    asked.families.every(family => have.families.includes(family)) &&
    (have.private || !asked.private);

export function addEndpoint(documents: Documents, subject: string, endpoint: Endpoint): void {
    const entry = new SubjectEntry(documents, subject);
    const asked = atomsOf(endpoint, entry.families);
    const have = [...entry.allow.flatMap(item => atomsIn(item, entry.families)), ...classicAtoms(entry)];
    if (asked.every(atom => have.some(other => covers(other, atom))))
        throw new EditError('conflict', `"${entry.name}" may reach that already`);
    if (belongsToList(entry, asked)) {
        for (const {text} of asked)
            documents.set([...entry.path, 'domains', entry.domains!.list.length], text);
        return;
    }
    // With an "allow" of its own an entry no longer gets the default domains; it has to name them.
    if (entry.dependsOnDefaults) documents.set([...entry.path, 'domains'], entry.defaults['domains']);
    documents.set([...entry.path, 'allow', entry.allow.length], writeEndpoint(endpoint));
}

/** What the 2022 keys allow, as far as it can be said in the words of an endpoint. */
function classicAtoms(entry: SubjectEntry): Atom[] {
    const ports = entry.rulePorts;
    return ports === null
        ? []
        : (entry.domains?.list ?? []).flatMap(domain =>
              atomsIn({to: domain}, entry.families).map(atom => ({...atom, ports})),
          );
}

/** Whether "domains" means the same: a list of this entry alone, and rules that say these ports and nothing else. */
function belongsToList(entry: SubjectEntry, asked: readonly Atom[]): boolean {
    const ports = entry.rulePorts;
    const served = atomsIn({to: 'any'}, entry.families)[0]?.families;
    return (
        entry.domains?.own === true &&
        !entry.sharers.length &&
        ports !== null &&
        asked.every(
            atom =>
                domainOf(atom) !== null &&
                !atom.private &&
                samePorts(ports, atom.ports) &&
                String(atom.families) === String(served),
        )
    );
}

/** What is to go; null stands for "whatever it has". */
interface Asked extends Pick<Atom, 'text' | 'key'> {
    readonly domain: string | null;
    readonly ports: readonly PortMatch[] | null;
    readonly families: string | null;
    readonly private: boolean | null;
}

/** Without ports, families or `private` in the endpoint, permissions with any of them go. */
export function removeEndpoint(documents: Documents, subject: string, endpoint: Endpoint): void {
    const entry = new SubjectEntry(documents, subject);
    if (!entry.node) throw new EditError('not-found', `no user "${entry.name}"`);
    for (const atom of atomsOf(endpoint, entry.families)) {
        const asked: Asked = {
            text: atom.text,
            key: atom.key,
            domain: domainOf(atom),
            ports: endpoint.ports == null ? null : atom.ports,
            families: endpoint.families == null ? null : String(atom.families),
            private: endpoint.private ?? null,
        };
        refuseRuleForAll(entry, asked);
        const inList = removeFromList(entry, asked);
        let inAllow = false;
        while (removeFromAllow(entry, asked)) inAllow = true;
        if (!inList && !inAllow) throw notFound(entry, asked);
    }
}

/** A rule without domains holds everywhere: taking something out of `allow` beside it would take nothing away. */
function refuseRuleForAll(entry: SubjectEntry, asked: Asked): void {
    const rules = [entry.value?.rule, entry.value?.rule6];
    if (asked.key !== atomsIn({to: 'any'}, null)[0]?.key || entry.domains) return;
    if (!rules.some(rule => typeof rule === 'string')) return;
    throw new EditError(
        'conflict',
        `"${entry.name}" may reach everywhere by its rule as well; take the rule out, or give it domains`,
    );
}

function removeFromList(entry: SubjectEntry, asked: Asked): boolean {
    const domains = entry.domains;
    if (asked.domain === null || asked.private === true || !domains) return false;
    const at = domains.list.findIndex(item => atomsIn({to: item}, null)[0]?.key === asked.key);
    if (at < 0) return false;
    const ports = entry.rulePorts;
    if (asked.ports && ports && !portsOverlap(asked.ports, ports)) return false;
    const families = String(atomsIn({to: 'any'}, entry.families)[0]?.families);
    if (
        (asked.ports && !(ports && samePorts(ports, asked.ports))) ||
        (asked.families ?? families) !== families
    )
        throw new EditError(
            'conflict',
            `what "${entry.name}" may do with "${asked.text}" is said by its rule, which serves all its domains; leave out ports and families to remove the domain`,
        );
    if (!domains.own)
        throw new EditError(
            'conflict',
            `"${asked.text}" comes from the domains of "${domains.owner}", which "${entry.name}" shares; remove it there, or give "${entry.name}" a list of its own`,
        );
    const [other] = entry.sharers;
    if (other !== undefined)
        throw new EditError(
            'conflict',
            `"${other}" shares the domains of "${entry.name}" and would lose "${asked.text}" too; give one of them a list of its own`,
        );
    entry.documents.remove([...entry.path, 'domains', at]);
    removeFromList(entry, asked);
    return true;
}

function removeFromAllow(entry: SubjectEntry, asked: Asked): boolean {
    for (const [i, item] of entry.allow.entries()) {
        const atoms = atomsIn(item, entry.families);
        const at = atoms.findIndex(atom => matches(atom, asked));
        if (at < 0) continue;
        takeOut(entry, i, item as Endpoint, at, atoms, asked);
        return true;
    }
    return false;
}

const matches = (atom: Atom, asked: Asked): boolean =>
    atom.key === asked.key &&
    (asked.ports === null || portsOverlap(atom.ports, asked.ports)) &&
    (asked.families === null || asked.families === String(atom.families)) &&
    (asked.private === null || asked.private === atom.private);

/** Takes one destination out of an item of `allow`; what it keeps of its ports becomes an item of its own. */
function takeOut(
    entry: SubjectEntry,
    item: number,
    endpoint: Endpoint,
    at: number,
    atoms: readonly Atom[],
    asked: Asked,
): void {
    const path = [...entry.path, 'allow', item];
    const left = asked.ports ? subtractPorts(atoms[at]!.ports, asked.ports) : 'nothing';
    if (left === null)
        throw new EditError(
            'conflict',
            `"${entry.name}" may reach "${asked.text}" on every port; without some of them the others have to be named`,
        );
    const ports = left === 'nothing' ? null : left.map(formatPort);
    if (atoms.length > 1) {
        entry.documents.remove([...path, 'to', at]);
        if (ports)
            entry.documents.set([...entry.path, 'allow', entry.allow.length], {
                ...endpoint,
                to: asked.text,
                ports,
            });
    } else if (ports) entry.documents.set([...path, 'ports'], ports);
    else entry.documents.remove(path);
}

function notFound(entry: SubjectEntry, asked: Asked): EditError {
    const names = [
        ...entry.allow.flatMap(item => atomsIn(item, null)),
        ...(entry.domains?.list ?? []).flatMap(item => atomsIn({to: item}, null)),
    ].map(domainOf);
    const wider = names.find(name => name !== null && asked.domain?.endsWith(`.${name}`));
    return new EditError(
        'not-found',
        wider
            ? `"${asked.text}" is not listed for "${entry.name}"; "${wider}" covers it`
            : `"${entry.name}" has no permission of that kind for "${asked.text}"`,
    );
}
