/** Processes by group: who runs as an app group right now. */
import {isAppGid} from '../core/gids.js';
import {names, read} from './files.js';

/** It ended, but keeps its number until its parent asks for its exit code, which may be never. */
const hasEnded = (status: string): boolean =>
    /^State:\s+[ZX]/m.test(status) && /^Threads:\s+1$/m.test(status);

/** Ids of a process that decide about its packets: the file system gid and the real one differ in setgid programs. */
function gidsOf(pid: string): number[] {
    let status: string;
    try {
        status = read(`/proc/${pid}/status`) ?? '';
    } catch {
        return []; // gone between the listing and the reading is as good as never there
    }
    if (hasEnded(status)) return [];
    const line = /^Gid:\s+(.*)$/m.exec(status)?.[1] ?? '';
    return line.split(/\s+/).map(Number);
}

const pids = (): string[] => names('/proc').filter(name => /^\d+$/.test(name));

/** Pids by gid, for the gids that are asked for. */
export function processesOf(gids: ReadonlySet<number>): Map<number, number[]> {
    const found = new Map<number, number[]>();
    for (const pid of pids())
        for (const gid of new Set(gidsOf(pid)))
            if (gids.has(gid)) found.set(gid, [...(found.get(gid) ?? []), Number(pid)]);
    return found;
}

/** Ids of app groups that processes have, whether the system has the groups or not. */
export const gidsInUse = (): number[] => [...new Set(pids().flatMap(gidsOf))].filter(isAppGid);
