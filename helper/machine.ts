/** What resolving needs to know of this machine. */
import {gatherFromFiles} from '../core/machine/gather.js';
import type {Machine} from '../core/policy/types.js';
import {exists, names, readLossy} from './files.js';
import {attempt, NFT} from './subprocess.js';

/** Whether nft and the kernel take an index from a map by group and user; asked, never assumed. */
async function probeMapMarks(): Promise<boolean> {
    const probe =
        'table inet galaf_probe {\n map m {\n typeof meta skgid . meta skuid : ct mark\n }\n chain c {\n ct mark set meta skgid . meta skuid map @m\n }\n}\n';
    return (await attempt([NFT, '-c', '-f', '-'], probe)).status === 0;
}

/** @param desktopIds ids of the desktop files that the configuration names */
export async function gatherMachine(desktopIds: readonly string[] = []): Promise<Machine> {
    return {
        ...gatherFromFiles({text: readLossy, names}, desktopIds),
        marks: {
            map: await probeMapMarks(),
            bpf: ['/sys/fs/bpf', '/usr/sbin/bpftool', '/usr/lib/galaf/mark.bpf.o'].every(exists),
        },
    };
}
