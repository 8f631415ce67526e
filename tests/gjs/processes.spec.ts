/** Who runs as an app group. Takes root, for a process of another group. */
import GLib from 'gi://GLib';
import {processesOf} from '../../helper/processes.js';
import {read} from '../../helper/files.js';

const GID = 59997;
const runs = (): boolean => processesOf(new Set([GID])).has(GID);

/** Without a child watch nobody asks for its exit code. */
function start(...command: string[]): number {
    const flags = GLib.SpawnFlags.SEARCH_PATH | GLib.SpawnFlags.DO_NOT_REAP_CHILD;
    const argv = ['setpriv', '--regid', String(GID), '--clear-groups', ...command];
    return GLib.spawn_async(null, argv, null, flags, null)[1]!;
}

function eventually(test: () => boolean): boolean {
    const end = GLib.get_monotonic_time() + 5_000_000;
    while (!test() && GLib.get_monotonic_time() < end) GLib.usleep(20_000);
    return test();
}

describe('processes of a group', () => {
    it('are those that run, and not what is left of one that ended', () => {
        const pid = start('sleep', '60');
        expect(eventually(runs)).toBeTrue();
        expect(processesOf(new Set([GID])).get(GID)).toEqual([pid]);
        GLib.spawn_command_line_sync(`kill ${pid}`);
        expect(eventually(() => !runs())).toBeTrue();
        expect(read(`/proc/${pid}/status`)).toMatch(/^State:\s+Z/m);
    });
});
