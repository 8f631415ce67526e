/**
 * Connections whose program has gone, and whose last data the kernel still sends. Their packets belong to no socket that
 * somebody holds, so no rule can ask who they are from: they pass because their connection was accepted once. When a policy
 * takes that permission away, conntrack has to forget the connection; its next packet is a new one, and refused.
 */
import {type Orphan, parseOrphans} from '../../core/machine/orphans.js';
import {type MarkOwner, markOwners} from '../../core/marks.js';
import {explain} from '../../core/policy/explain.js';
import type {MarkEntry, Policy} from '../../core/policy/types.js';
import {gatherEvidence} from '../explain.js';
import {readLossy} from '../files.js';
import {allLearned} from '../kernel.js';
import {attempt, CONNTRACK} from '../subprocess.js';

const flow = ({family, localPort, remote, remotePort}: Orphan): string[] => [
    ...['-f', family === 4 ? 'ipv4' : 'ipv6', '-p', 'tcp', '--orig-dst', remote],
    ...['--orig-port-src', String(localPort), '--orig-port-dst', String(remotePort)],
];

/** Whose connection it is, as explain() calls him. */
function subjectOf(owner: MarkOwner, policy: Policy): string {
    const group = policy.groups.find(({gid}) => gid === owner.gid);
    if (group) return group.name;
    const user = policy.users.find(({uid}) => uid === owner.uid);
    return user ? `user:${user.name}` : '';
}

type Learned = Awaited<ReturnType<typeof allLearned>>;

async function allowed(
    policy: Policy,
    subject: string,
    {remote, remotePort}: Orphan,
    learned: Learned,
): Promise<boolean> {
    const port = {protocol: 'tcp' as const, from: remotePort, to: remotePort};
    const question = {subject, host: remote, ports: [port]};
    const explanation = explain(policy, question, await gatherEvidence(policy, question, learned));
    return explanation?.verdict === 'allowed';
}

/**
 * Ends those that the policy in force no longer permits; without conntrack(8) they go on.
 *
 * @param policyOf asked only when there is such a connection
 * @param entries marks that connections can have from before
 */
export async function endRefused(
    policyOf: () => Policy | Promise<Policy>,
    entries: readonly MarkEntry[],
): Promise<void> {
    const orphans = ['tcp', 'tcp6'].flatMap(name => parseOrphans(readLossy(`/proc/net/${name}`)));
    if (!orphans.length) return;
    try {
        const policy = await policyOf();
        const ownerOf = markOwners(policy.marks, entries);
        const learned = await allLearned(policy.settings.table);
        for (const orphan of orphans) {
            const {stdout} = await attempt([CONNTRACK, '-L', ...flow(orphan)]);
            const owner = ownerOf(Number(/ mark=(\d+)/.exec(stdout)?.[1] ?? 0));
            // What nobody marked is nobody's whose permission could have gone.
            if (owner && !(await allowed(policy, subjectOf(owner, policy), orphan, learned)))
                await attempt([CONNTRACK, '-D', ...flow(orphan)]);
        }
    } catch (error) {
        console.warn(`closed connections may still send what their app has left: ${String(error)}`);
    }
}
