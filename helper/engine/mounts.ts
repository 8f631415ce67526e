/** Mounts of this machine, from /proc/self/mountinfo (proc_pid_mountinfo(5)). */
import {outside} from '../outside.js';
import {run} from '../subprocess.js';

/** What the machine has mounted. The helper's own view lacks homes, and more. */
export const readMountinfo = (): Promise<string> =>
    run(outside(null, '', ['/usr/bin/cat', '/proc/self/mountinfo']));

/** File systems that keep files on a disk of this machine, or in its memory. */
const LOCAL = new Set([
    'ext2',
    'ext3',
    'ext4',
    'xfs',
    'btrfs',
    'f2fs',
    'zfs',
    'bcachefs',
    'jfs',
    'overlay',
    'tmpfs',
]);

const unescape = (path: string): string =>
    path.replace(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

interface Mount {
    readonly nosuid: boolean;
    readonly device: string;
    /** What of the file system is mounted: `/`, a subvolume, or the source of a bind mount. */
    readonly root: string;
    readonly point: string;
    readonly local: boolean;
}

function parseMount(line: string): Mount[] {
    const [before, after] = line.split(' - ');
    const [, , device, root, point, options] = before?.split(' ') ?? [];
    const type = after?.split(' ')[0];
    if (!device || !root || !point || !options || !type) return [];
    const local = LOCAL.has(type) && options.split(',').includes('rw');
    const nosuid = options.split(',').includes('nosuid');
    return [{device, root: unescape(root), point: unescape(point), local, nosuid}];
}

const isInside = (mount: Mount, other: Mount): boolean =>
    mount.device === other.device && `${mount.root}/`.startsWith(`${other.root.replace(/\/$/, '')}/`);

/** Mount points of local, writable file systems that a walk from `/` which stays in its mount does not reach. */
export function otherLocalMounts(mountinfo: string): string[] {
    const mounts = mountinfo.split('\n').flatMap(parseMount);
    // A later mount on the same point hides the earlier one.
    const root = mounts.findLast(({point}) => point === '/');
    const found: Mount[] = [];
    for (const mount of mounts)
        if (
            mount.local &&
            mount.point !== '/' &&
            ![root, ...found].some(seen => seen && isInside(mount, seen))
        )
            found.push(mount);
    return found.map(({point}) => point).sort();
}

/** Where file systems are mounted, and whether set-id bits count there. */
export function mountPoints(mountinfo: string): {point: string; nosuid: boolean}[] {
    const last = new Map(
        mountinfo
            .split('\n')
            .flatMap(parseMount)
            .map(mount => [mount.point, mount]),
    );
    return [...last.values()].map(({point, nosuid}) => ({point, nosuid}));
}
