/** System services that are app groups: whether they run under their group's id. */
import type {StaleUnit} from '../../core/doctor/types.js';
import {names, readLossy} from '../files.js';
import {attempt, SYSTEMCTL} from '../subprocess.js';
import * as generations from './generations.js';

const realGid = (pid: number): number | null => {
    const match = /^Gid:\s+(\d+)/m.exec(readLossy(`/proc/${pid}/status`));
    return match ? Number(match[1]) : null;
};

/** Services of the generation in force that have to be restarted; apply leaves the time for that to people. */
export async function staleUnits(): Promise<StaleUnit[]> {
    const generation = generations.current();
    if (generation === null) return [];
    const found: StaleUnit[] = [];
    for (const name of names(`${generations.folderOf(generation)}/systemd/system`)) {
        const text = generations.fileOf(generation, `systemd/system/${name}/galaf.conf`) ?? '';
        const gid = Number(/^Group=(\d+)$/m.exec(text)?.[1] ?? 0);
        const unit = name.replace(/\.d$/, '');
        const shown = await attempt([SYSTEMCTL, 'show', '--property=MainPID', '--value', unit]);
        const pid = Number(shown.stdout.trim());
        const own = pid ? realGid(pid) : null;
        if (own !== null && own !== gid) found.push({unit, gid});
    }
    return found;
}
