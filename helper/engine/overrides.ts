/**
 * Files of a generation that the system reads in places of its own: desktop entries, D-Bus services, autostart entries and
 * shell commands in our folders, drop-ins of units below /etc/systemd. Each is written, kept and removed with the
 * generation in force; nothing else in those places is touched.
 */
import {ConflictError} from '../errors.js';
import {makeFolder, names, read, remove, write} from '../files.js';
import {run, SYSTEMCTL} from '../subprocess.js';
import * as generations from './generations.js';

/** Folders below a generation that are ours alone where they are installed as well. */
const OWN = ['bin', 'share', 'xdg'];
const UNITS = '/etc/systemd';
const MANAGERS = ['system', 'user'] as const;
const DROP_IN = 'galaf.conf';
/** How our drop-ins begin: one of the same name may be somebody else's. */
const MARK = '# Made by galaf';

/** Paths of all files below a folder, relative to it. */
function filesBelow(folder: string, prefix = ''): string[] {
    return names(folder).flatMap(name => {
        const path = `${folder}/${name}`;
        return names(path).length ? filesBelow(path, `${prefix}${name}/`) : [`${prefix}${name}`];
    });
}

const target = (name: string): string =>
    name.startsWith('systemd/') ? `/etc/${name}` : `${generations.STATE}/${name}`;

/** What a generation overrides, as paths below its folder. */
function overridesOf(generation: number): string[] {
    const folder = generations.folderOf(generation);
    return [...OWN, 'systemd'].flatMap(name => filesBelow(`${folder}/${name}`, `${name}/`));
}

/** The same of what is installed now. */
function installed(): string[] {
    const own = OWN.flatMap(name => filesBelow(`${generations.STATE}/${name}`, `${name}/`));
    const dropIns = MANAGERS.flatMap(manager =>
        names(`${UNITS}/${manager}`)
            .filter(name => read(`${UNITS}/${manager}/${name}/${DROP_IN}`)?.startsWith(MARK))
            .map(name => `systemd/${manager}/${name}/${DROP_IN}`),
    );
    return [...own, ...dropIns];
}

const parent = (path: string): string => path.replace(/\/[^/]+$/, '');

function take(name: string): void {
    remove(target(name));
    const folder = parent(target(name));
    if (!names(folder).length) remove(folder);
}

/** @returns whether the file was another before */
function put(name: string, text: string): boolean {
    const path = target(name);
    const before = read(path);
    if (before === text) return false;
    if (name.startsWith('systemd/') && before !== null && !before.startsWith(MARK))
        throw new ConflictError(
            `${path} exists and is not galaf's; remove it, or take the unit out of the policy`,
        );
    makeFolder(parent(path));
    write(path, text, name.startsWith('bin/') ? 0o755 : 0o644);
    return true;
}

/** Makes what is installed that of a generation; null takes everything away. */
export async function install(generation: number | null): Promise<void> {
    const wanted = generation === null ? [] : overridesOf(generation);
    const stale = installed().filter(name => !wanted.includes(name));
    stale.forEach(take);
    const changed = wanted.filter(name => put(name, generations.fileOf(generation!, name) ?? ''));
    if ([...stale, ...changed].some(name => name.startsWith('systemd/system/')))
        await run([SYSTEMCTL, 'daemon-reload']);
}
