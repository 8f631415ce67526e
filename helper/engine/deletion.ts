/** The end of an app group: its files go back to their owners before its id can be used again. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import {EditError} from '../../core/config/edit.js';
import {isAppGid} from '../../core/gids.js';
import {parseGroup} from '../../core/machine/accounts.js';
import type {Deleted} from '../dbus/answers.js';
import {BusyError, CancelledError, CommandError, InvalidArgumentError} from '../errors.js';
import {read} from '../files.js';
import {processesOf} from '../processes.js';
import * as signals from '../signals.js';
import {outside} from '../outside.js';
import {attempt, endOf, SYSTEMCTL} from '../subprocess.js';
import * as groups from './groups.js';
import {otherLocalMounts, readMountinfo} from './mounts.js';

const UNOWN = '/usr/libexec/galaf/galaf-unown';
const OPERATION = 'delete-group';
const UNIT = 'galaf-unown.service';

export interface Group {
    readonly name: string;
    readonly gid: number;
}

/** The group of the system with this name; null when there is none. Throws for what is no app group. */
export function find(name: string): Group | null {
    const group = parseGroup(read('/etc/group') ?? '').find(entry => entry.name === name);
    if (group && !isAppGid(group.gid))
        throw new InvalidArgumentError(`"${name}" has the id ${group.gid}, which is no app group's`);
    return group ?? null;
}

/** Whether an edit failed because the configuration has no such group. */
export const isMissing = (error: unknown): boolean =>
    error instanceof EditError && error.code === 'not-found';

export function refuseWhileRunning(group: Group | null, force: boolean): void {
    if (!group || force) return;
    const pids = processesOf(new Set([group.gid])).get(group.gid) ?? [];
    if (pids.length)
        throw new BusyError(
            `processes still run as "${group.name}": ${pids.join(', ')}; end them, or delete the group by force`,
            pids,
        );
}

/** The walk can change the group of any file and do nothing else. */
const unit = (gid: number, folders: readonly string[]): string[] =>
    // FOWNER: taking set-group-id bits away is a change of mode, which overlayfs checks.
    outside(UNIT, 'CAP_CHOWN CAP_FOWNER CAP_DAC_READ_SEARCH', [UNOWN, String(gid), ...folders]);

/** What galaf-unown prints: how far it is, and what could not be changed. */
class Report {
    changed = 0;
    readonly kept: string[] = [];

    take(line: string): void {
        const [, searched, changed] = /^searched (\d+) changed (\d+)$/.exec(line) ?? [];
        if (searched !== undefined) {
            this.changed = Number(changed);
            signals.progress(OPERATION, Number(searched), 0, `files given back: ${changed}`);
        } else if (line.startsWith('kept ')) this.kept.push(line.slice(5));
    }
}

/** @param cancellable ends the walk; what was given back by then stays given back */
async function giveBack(
    gid: number,
    folders: readonly string[],
    cancellable: Gio.Cancellable,
): Promise<Report> {
    const process = Gio.Subprocess.new(
        unit(gid, folders),
        Gio.SubprocessFlags.STDOUT_PIPE | Gio.SubprocessFlags.STDERR_MERGE,
    );
    const stop = cancellable.connect(() => void attempt([SYSTEMCTL, 'stop', UNIT]));
    const lines = new Gio.DataInputStream({base_stream: process.get_stdout_pipe()!});
    const report = new Report();
    const other: string[] = [];
    for (;;) {
        const [bytes] = await lines.read_line_async(GLib.PRIORITY_DEFAULT, null);
        if (!bytes) break;
        const line = new TextDecoder().decode(bytes);
        if (/^(searched|kept) /.test(line)) report.take(line);
        else other.push(line);
    }
    await process.wait_async(null);
    cancellable.disconnect(stop);
    if (cancellable.is_cancelled())
        throw new CancelledError('deleting the group was cancelled; call it again to go on');
    // 1 says that some files could not be changed, which the report names.
    const end = endOf(process);
    if (end !== 0 && end !== 1) throw new CommandError(UNOWN, end, other.join('\n'));
    return report;
}

export type Erased = Omit<Deleted, 'applied'>;

/** Of a group that the system never had. */
export const NOTHING: Erased = {changed: 0, kept: [], not_searched: [], deleted: true};

/**
 * Gives a group's files back and deletes the group.
 *
 * @param everywhere whether to look into other local file systems than that of `/` as well
 */
export async function erase(
    group: Group,
    everywhere: boolean,
    cancellable: Gio.Cancellable,
): Promise<Erased> {
    const others = otherLocalMounts(await readMountinfo());
    const {changed, kept} = await giveBack(group.gid, ['/', ...(everywhere ? others : [])], cancellable);
    if (!kept.length) await groups.remove(group.name);
    return {changed, kept, not_searched: everywhere ? [] : others, deleted: !kept.length};
}
