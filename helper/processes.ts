/** Processes by group: who runs as an app group right now. */
import {names, read} from './files.js';

/** Ids of a process that decide about its packets: the file system gid and the real one differ in setgid programs. */
function gidsOf(pid: string): number[] {
    // Gone between the listing and the reading is as good as never there.
    const line = /^Gid:\s+(.*)$/m.exec(read(`/proc/${pid}/status`) ?? '')?.[1] ?? '';
    return line.split(/\s+/).map(Number);
}

/** Pids by gid, for the gids that are asked for. */
export function processesOf(gids: ReadonlySet<number>): Map<number, number[]> {
    const found = new Map<number, number[]>();
    for (const pid of names('/proc')) {
        if (!/^\d+$/.test(pid)) continue;
        for (const gid of new Set(gidsOf(pid)))
            if (gids.has(gid)) found.set(gid, [...(found.get(gid) ?? []), Number(pid)]);
    }
    return found;
}
