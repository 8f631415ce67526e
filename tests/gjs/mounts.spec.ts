import {otherLocalMounts} from '../../helper/engine/mounts.js';

const lines = [
    '22 1 0:27 /@ / rw,relatime shared:1 - btrfs /dev/sda2 rw',
    '30 22 0:27 /@home /home rw,relatime - btrfs /dev/sda2 rw',
    '31 22 0:27 /@/srv/x /mnt/bind rw - btrfs /dev/sda2 rw',
    '32 22 8:1 / /data\\040disk rw - ext4 /dev/sdb1 rw',
    '33 22 8:1 / /again rw - ext4 /dev/sdb1 rw',
    '34 22 8:2 / /readonly ro - ext4 /dev/sdc1 ro',
    '35 22 0:40 / /net rw - nfs4 server:/x rw',
    '36 22 0:5 / /proc rw - proc proc rw',
    '37 22 0:50 / /tmp rw - tmpfs tmpfs rw',
].join('\n');

describe('mounts', () => {
    it('are those of local, writable file systems, each once, and not what / has inside', () => {
        expect(otherLocalMounts(lines)).toEqual(['/data disk', '/home', '/tmp']);
    });
});
