/**
 * Permissions and recordings that end by themselves. Their rules are part of the generation in force, but hold only for whom a set of the
 * kernel names, and its elements carry the time: it runs out whatever becomes of us, and a reboot empties the set. The
 * kernel's clock stands still while the machine sleeps; so beside it a small process waits for the end on a clock that does
 * not, or for the last process of the group, and starts the helper, which renders the policy without the permission.
 */
import type {TimedPermission} from '../dbus/answers.js';
import {parseGroup, parsePasswd} from '../../core/machine/accounts.js';
import {describeGrant} from '../../core/policy/describe.js';
import {shortHash} from '../../core/policy/hash.js';
import {parseEndpoint, type TimedGrant, timerOf, userOf} from '../../core/policy/timed.js';
import {uptime} from '../clock.js';
import {ConflictError, InvalidConfigurationError, NotFoundError} from '../errors.js';
import {read, write} from '../files.js';
import {processesOf} from '../processes.js';
import * as alarm from './alarm.js';

/** In /run, which a reboot empties. */
const FILE = '/run/galaf/timed.json';
export const MAX_SECONDS = 30 * 24 * 3600;

export type Until = {readonly kind: 'boot' | 'exit'} | {readonly kind: 'time'; readonly seconds: number};

interface Entry extends TimedGrant {
    readonly until: Until['kind'];
    /** Group or user id that the permission is for. */
    readonly owner: number;
    /** Seconds since boot; null when no time ends it. */
    readonly deadline: number | null;
}

const entries = (): Entry[] => JSON.parse(read(FILE) ?? '[]') as Entry[];
const save = (list: readonly Entry[]): void => write(FILE, `${JSON.stringify(list)}\n`);
const unitOf = (id: string): string => `galaf-timed-${id}`;

function isOver({until, deadline, owner}: Entry): boolean {
    if (deadline !== null) return deadline <= uptime();
    return until === 'exit' && !processesOf(new Set([owner])).has(owner);
}

const holding = (): Entry[] => entries().filter(entry => !isOver(entry));

/** What is to be rendered beside the file. */
export const active = (): TimedGrant[] => holding();

/** Ids of those that are over, and that the policy in force may still have. */
export const over = (): string[] =>
    entries()
        .filter(isOver)
        .map(({id}) => id);

const declares = (ruleset: string, {id}: Entry): boolean => ruleset.includes(` ${timerOf(id)} {`);

const secondsTo = ({deadline}: Entry): number | null =>
    deadline === null ? null : Math.max(0, Math.ceil(deadline - uptime()));

/** What is said about one. */
function described(entry: Entry): TimedPermission {
    const {id, subject, endpoint, until} = entry;
    return {
        id,
        subject,
        endpoint:
            endpoint === null ? 'everything' : parseEndpoint(endpoint).grants.map(describeGrant).join('; '),
        record: endpoint === null,
        until,
        seconds_left: secondsTo(entry),
    };
}

/** Those that hold. One that is over may still have to be taken out of the policy, but its set is empty. */
export const list = (): TimedPermission[] => holding().map(described);

/** Seconds until each that has an end of its own; 0 for one that nobody has taken out of the policy yet. */
export const secondsLeft = (): number[] => entries().flatMap(entry => secondsTo(entry) ?? []);

/** nft commands that fill the sets of the permissions which a ruleset declares. */
export function elements(table: string, ruleset: string): string {
    return holding()
        .filter(entry => declares(ruleset, entry))
        .map(({id, owner, deadline}) => {
            const timeout =
                deadline === null ? '' : ` timeout ${Math.max(1, Math.ceil(deadline - uptime()))}s`;
            return `add element inet ${table} ${timerOf(id)} { ${owner}${timeout} }\n`;
        })
        .join('');
}

/** nft commands that empty the sets of what is over. */
export function ending(table: string, ruleset: string): string {
    return entries()
        .filter(entry => isOver(entry) && declares(ruleset, entry))
        .map(({id}) => `flush set inet ${table} ${timerOf(id)}\n`)
        .join('');
}

function ownerOf(subject: string): number {
    const user = userOf(subject);
    const id =
        user === null
            ? parseGroup(read('/etc/group') ?? '').find(({name}) => name === subject)?.gid
            : parsePasswd(read('/etc/passwd') ?? '').find(({name}) => name === user)?.uid;
    if (id === undefined)
        throw new NotFoundError(`there is no ${user === null ? 'app group' : 'user'} "${user ?? subject}"`);
    return id;
}

/**
 * A permission that does not hold yet. Throws when the endpoint or the end of it makes no sense.
 *
 * @param endpoint null to record: everything may be reached
 */
export function create(subject: string, endpoint: unknown, until: Until): Entry {
    if (endpoint !== null) {
        const {grants, diagnostics} = parseEndpoint(endpoint);
        if (!grants.length) throw new InvalidConfigurationError(diagnostics);
    }
    const owner = ownerOf(subject);
    if (until.kind === 'exit') {
        if (userOf(subject) !== null) throw new ConflictError('only an app group has a last process');
        if (!processesOf(new Set([owner])).has(owner))
            throw new ConflictError(
                `no process of "${subject}" runs, so that the permission would end at once`,
            );
    }
    // The same permission for a longer or shorter time takes the place of the first.
    const id = shortHash(JSON.stringify([subject, endpoint]));
    const deadline = until.kind === 'time' ? uptime() + until.seconds : null;
    return {id, subject, endpoint, until: until.kind, owner, deadline};
}

/** Waits for the end, outside of the helper. Until the next boot there is nothing to wait for. */
async function watch({id, until, owner, deadline}: Entry): Promise<void> {
    if (until === 'boot') await alarm.cancel(unitOf(id));
    else
        await alarm.set(
            unitOf(id),
            'end of a permission',
            deadline === null ? {exit: owner} : {time: deadline},
        );
}

/** The one in the list that another of the same id takes the place of. */
export const find = (id: string): Entry | null => entries().find(entry => entry.id === id) ?? null;

/** Takes a permission into the list, so that the next policy is rendered with it. */
export async function add(entry: Entry): Promise<TimedPermission> {
    save([...entries().filter(({id}) => id !== entry.id), entry]);
    await watch(entry);
    return described(entry);
}

/**
 * Makes one end now: the next policy is rendered without it. It stays in the list until then, so that the next start ends it
 * when this one is killed. Throws when there is none of this id.
 */
export function end(id: string): TimedPermission {
    const entry = entries().find(candidate => candidate.id === id);
    if (!entry) throw new NotFoundError(`there is no timed permission "${id}"`);
    save(entries().map(candidate => (candidate.id === id ? {...candidate, deadline: 0} : candidate)));
    return described(entry);
}

/** Takes out those that fail a test, and their alarms. */
async function keep(test: (entry: Entry) => boolean): Promise<void> {
    const gone = entries().filter(entry => !test(entry));
    if (!gone.length) return;
    save(entries().filter(test));
    for (const {id} of gone) await alarm.cancel(unitOf(id));
}

/** Forgets permissions; of those that held, after the policy was rendered without them. */
export const forget = (ids: readonly string[]): Promise<void> => keep(({id}) => !ids.includes(id));

/** Forgets what a killed helper never put in force: nobody was told that it holds, and the next apply would bring it. */
export const forgetUnapplied = (ruleset: string): Promise<void> => keep(entry => declares(ruleset, entry));
