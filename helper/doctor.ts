/** Gathers what core/doctor judges. */
import Gio from 'gi://Gio';
import {countFindings, diagnose} from '../core/doctor/examine.js';
import type {Facts, Finding, SetgidFile, Severity} from '../core/doctor/types.js';
import {FIRST_GID, LAST_GID} from '../core/gids.js';
import {parseGroup, parsePasswd} from '../core/machine/accounts.js';
import {shadows, type Shadow} from '../core/machine/shadowing.js';
import {programVpns} from '../core/machine/vpns.js';
import {isHuman} from '../core/policy/launchers.js';
import type {Policy} from '../core/policy/types.js';
import {uptime} from './clock.js';
import type {State} from './dbus/answers.js';
import {mountPoints, otherLocalMounts, readMountinfo} from './engine/mounts.js';
import * as generations from './engine/generations.js';
import type {GateState} from './engine/resolver.js';
import {staleUnits} from './engine/unit-groups.js';
import {outdated} from './renewal.js';
import {exists, names, read, readLossy, write} from './files.js';
import * as kernel from './kernel.js';
import {outside} from './outside.js';
import {attempt, GALAF_BPF, SYSTEMCTL} from './subprocess.js';
import * as units from './units.js';

const IP = '/usr/sbin/ip';
const FIND = '/usr/bin/find';
const GETCAP = '/usr/sbin/getcap';
const TIMEOUT = '/usr/bin/timeout';
/** A search of all files that takes longer is given up, and said to be. */
const SEARCH_SECONDS = 60;
/** What the last search found, for the summary that status gives. */
const FOUND = '/run/galaf/doctor.json';
const UNITS = [
    'galaf-gate.service',
    units.MONITOR,
    'nscd.service',
    'unscd.service',
    'sssd.service',
    'ufw.service',
    'firewalld.service',
    'opensnitch.service',
];

/** What takes a walk through the files of the machine. */
interface Found {
    readonly setgidFiles: readonly SetgidFile[] | null;
    readonly shadows: readonly Shadow[];
    readonly mountinfo: string;
}

/** Runs a program outside; null when it was not done in time. */
async function look(argv: readonly string[]): Promise<string | null> {
    const limited = [TIMEOUT, String(SEARCH_SECONDS), ...argv];
    const {status, stdout} = await attempt(outside(null, 'CAP_DAC_READ_SEARCH', limited));
    return status === 124 ? null : stdout;
}

async function searchSetgid(folders: readonly string[]): Promise<SetgidFile[] | null> {
    // Ids that app groups had under another `gid_range` count as well.
    const which = ['-type', 'f', '-perm', '/2000', '-gid', `+${FIRST_GID - 1}`, '-gid', `-${LAST_GID + 1}`];
    const text = await look([FIND, ...folders, '-xdev', ...which, '-printf', '%G %p\\0']);
    if (text === null) return null;
    const entries = text.split('\0').filter(Boolean);
    return entries.map(entry => ({
        gid: Number.parseInt(entry, 10),
        path: entry.slice(entry.indexOf(' ') + 1),
    }));
}

/** Files in people's homes that win over what the generation in force put in place. */
async function searchShadows(policy: Policy | null): Promise<Shadow[]> {
    const current = generations.current();
    if (!policy || current === null) return [];
    const folder = generations.folderOf(current);
    const places = ['share', 'xdg', 'systemd'].map(name => `${folder}/${name}`).filter(exists);
    if (!places.length) return [];
    const {stdout} = await attempt([FIND, ...places, '-type', 'f', '-print0']);
    const overrides = stdout
        .split('\0')
        .filter(Boolean)
        .map(path => path.slice(folder.length + 1));
    const homes = policy.machine.users.filter(user => isHuman(user, policy.machine)).map(({home}) => home);
    const candidates = homes.flatMap(home => shadows(overrides, home, () => true));
    if (!candidates.length) return [];
    const files = [...new Set(candidates.map(({file}) => file))];
    const there = new Set((await look([FIND, ...files, '-maxdepth', '0', '-print0']))?.split('\0') ?? []);
    return candidates.filter(({file}) => there.has(file));
}

async function search(policy: Policy | null): Promise<Found> {
    const mountinfo = await readMountinfo().catch(() => '');
    const found = {
        mountinfo,
        setgidFiles: await searchSetgid(['/', ...otherLocalMounts(mountinfo)]),
        shadows: await searchShadows(policy),
    };
    // Paths in people's homes, which others may not list; we alone read it.
    write(FOUND, JSON.stringify(found), 0o600);
    return found;
}

async function activeUnits(): Promise<Set<string>> {
    const states = (await attempt([SYSTEMCTL, 'is-active', ...UNITS])).stdout.split('\n');
    return new Set(UNITS.filter((_, i) => states[i] === 'active'));
}

async function launcherReady(): Promise<boolean> {
    return (await attempt([GETCAP, '/usr/bin/galaf'])).stdout.includes('cap_setgid');
}

/** firejail's settings, if it runs with rights that the caller has not. */
function firejailSettings(): string | null {
    const file = Gio.File.new_for_path('/usr/bin/firejail');
    try {
        const mode = file.query_info('unix::mode', Gio.FileQueryInfoFlags.NONE, null);
        const SET_UID = 0o4000;
        if (!(mode.get_attribute_uint32('unix::mode') & SET_UID)) return null;
    } catch {
        return null; // not installed
    }
    return readLossy('/etc/firejail/firejail.config');
}

/** Tunnels that the kernel has itself. */
async function vpns(): Promise<('wireguard' | 'ipsec')[]> {
    const wireguard = names('/sys/class/net').some(name =>
        readLossy(`/sys/class/net/${name}/uevent`).includes('DEVTYPE=wireguard\n'),
    );
    // Policies of whole sockets, which daemons set for themselves, have no template.
    const ipsec = exists(IP) && (await attempt([IP, 'xfrm', 'policy'])).stdout.includes('tmpl src');
    return [...(wireguard ? (['wireguard'] as const) : []), ...(ipsec ? (['ipsec'] as const) : [])];
}

/** What whoever asks knows already. */
export interface Known {
    readonly state: State;
    readonly gate: GateState;
}

async function gather({state, gate}: Known, policy: Policy | null, found: Found | null): Promise<Facts> {
    const lsm = readLossy('/sys/kernel/security/lsm');
    const scope = read('/proc/sys/kernel/yama/ptrace_scope');
    const settings = policy?.settings;
    return {
        state,
        outdated: outdated(),
        policy,
        users: parsePasswd(readLossy('/etc/passwd')),
        groups: parseGroup(readLossy('/etc/group')),
        gidRange: settings?.gidRange ?? [FIRST_GID, LAST_GID],
        gateFailure: gate.failure,
        subgid: readLossy('/etc/subgid'),
        gshadow: readLossy('/etc/gshadow'),
        nsswitch: readLossy('/etc/nsswitch.conf'),
        firejail: firejailSettings(),
        active: await activeUnits(),
        notEnabled: settings
            ? await units.notEnabled(settings.resolver === 'gate', policy.marks === 'bpf')
            : [],
        mounts: mountPoints(found?.mountinfo ?? ''),
        setgidFiles: found?.setgidFiles ?? null,
        shadows: found?.shadows ?? null,
        staleUnits: await staleUnits(),
        vpns: await vpns(),
        programVpns: programVpns({text: readLossy, names}),
        foreignTables: await kernel.foreignTables(settings?.table ?? 'galaf'),
        lsm,
        guardActive: units.hasBpfLsm() && (await attempt([GALAF_BPF, 'status', 'guard'])).status === 0,
        ptraceScope: scope === null ? null : Number(scope),
        launcherReady: await launcherReady(),
    };
}

/** Everything that is not as it should be, with a search through the files. */
export async function findings(known: Known, policy: Policy | null): Promise<Finding[]> {
    return diagnose(await gather(known, policy, await search(policy)));
}

/** Status is asked for often, and a count that is half a minute old does. */
const SUMMARY_SECONDS = 30;
let last: {readonly key: string; readonly at: number; readonly counts: Record<Severity, number>} | null =
    null;

/** How many findings there are; of those that take a search, as the last one found them. */
export async function summary(
    known: Known,
    policy: () => Promise<Policy | null>,
): Promise<Record<Severity, number>> {
    const found = read(FOUND);
    const key = JSON.stringify([known.state, generations.current(), found]);
    if (last?.key === key && uptime() - last.at < SUMMARY_SECONDS) return last.counts;
    const facts = await gather(known, await policy(), found === null ? null : (JSON.parse(found) as Found));
    last = {key, at: uptime(), counts: countFindings(diagnose(facts))};
    return last.counts;
}
