/**
 * Connections whose permission a policy takes away. What a program sends on them is refused by the rules. But once it has
 * closed one, the packets that the kernel still sends belong to no socket that somebody holds, so no rule can ask who they are
 * from: they pass because their connection was accepted once. So conntrack has to forget it; its next packet is a new one.
 */
import {type Connection, keyOf, parseConnections, parseMarks} from '../../core/machine/connections.js';
import {type MarkOwner, markOwners} from '../../core/marks.js';
import {explain} from '../../core/policy/explain.js';
import type {Answer} from '../../core/policy/judge.js';
import {isLoopback} from '../../core/policy/networks.js';
import type {MarkEntry, Policy} from '../../core/policy/types.js';
import {gatherEvidence} from '../explain.js';
import {readLossy} from '../files.js';
import {allLearned} from '../kernel.js';
import {attempt, CONNTRACK} from '../subprocess.js';

const DNS = 53;
const familyName = (family: 4 | 6): string => (family === 4 ? 'ipv4' : 'ipv6');

/** Lookups are the gate's business, whatever server they were meant for. */
const isJudged = ({remote, remotePort}: Connection): boolean => remotePort !== DNS && !isLoopback(remote);

/** Whose connection it is, as explain() calls them: what any of them may reach, it may. */
function subjectsOf({gid, uid}: MarkOwner, policy: Policy): string[] {
    const group = policy.groups.find(entry => entry.gid === gid);
    const user = policy.machine.users.find(entry => entry.uid === uid);
    return [...(group ? [group.name] : []), ...(user ? [`user:${user.name}`] : [])];
}

class Judge {
    readonly #policy: Policy;
    readonly #learned: Awaited<ReturnType<typeof allLearned>>;
    readonly #answers = new Map<string, Promise<Answer>>();

    constructor(policy: Policy, learned: Awaited<ReturnType<typeof allLearned>>) {
        this.#policy = policy;
        this.#learned = learned;
    }

    async #ask(subject: string, host: string, from: number): Promise<Answer> {
        const question = {subject, host, ports: [{protocol: 'tcp' as const, from, to: from}]};
        const evidence = await gatherEvidence(this.#policy, question, this.#learned);
        return explain(this.#policy, question, evidence)?.verdict ?? 'refused';
    }

    #answer(subject: string, {remote, remotePort}: Connection): Promise<Answer> {
        const key = `${subject} ${remote} ${remotePort}`;
        const answer = this.#answers.get(key) ?? this.#ask(subject, remote, remotePort);
        this.#answers.set(key, answer);
        return answer;
    }

    /**
     * Whether a connection has to end. Where only the kernel can tell, one that is held stays, for it may be in use; one that
     * nobody holds ends.
     */
    async refuses(owner: MarkOwner, connection: Connection): Promise<boolean> {
        const subjects = subjectsOf(owner, this.#policy);
        const answers = await Promise.all(subjects.map(subject => this.#answer(subject, connection)));
        if (answers.includes('allowed')) return false;
        return !connection.held || (answers.length > 0 && !answers.includes('unknown'));
    }
}

/** Marks of the connections that conntrack knows. */
async function marksOf(connections: readonly Connection[]): Promise<Map<string, number>> {
    const marks: [string, number][] = [];
    for (const family of new Set(connections.map(connection => connection.family))) {
        const {stdout} = await attempt([CONNTRACK, '-L', '-f', familyName(family), '-p', 'tcp']);
        marks.push(...parseMarks(stdout));
    }
    return new Map(marks);
}

const forget = ({family, localPort, remote, remotePort}: Connection) =>
    attempt([
        ...[CONNTRACK, '-D', '-f', familyName(family), '-p', 'tcp', '--orig-dst', remote],
        ...['--orig-port-src', String(localPort), '--orig-port-dst', String(remotePort)],
    ]);

/**
 * Ends those that the policy in force no longer permits; without conntrack(8), one that was closed goes on.
 *
 * @param policyOf asked only when there is a connection
 * @param entries marks that connections can have from before
 */
export async function endRefused(
    policyOf: () => Policy | Promise<Policy>,
    entries: readonly MarkEntry[],
): Promise<void> {
    const connections = ['tcp', 'tcp6']
        .flatMap(name => parseConnections(readLossy(`/proc/net/${name}`)))
        .filter(isJudged);
    if (!connections.length) return;
    try {
        const marks = await marksOf(connections);
        const policy = await policyOf();
        const ownerOf = markOwners(policy.marks, entries);
        const judge = new Judge(policy, await allLearned(policy.settings.table));
        for (const connection of connections) {
            const owner = ownerOf(marks.get(keyOf(connection)) ?? 0);
            // What nobody marked is nobody's whose permission could have gone.
            if (owner && (await judge.refuses(owner, connection))) await forget(connection);
        }
    } catch (error) {
        console.warn(
            `what is no longer permitted may still be sent once its connection is closed: ${String(error)}`,
        );
    }
}
