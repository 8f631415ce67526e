// Runs in the shell: what JavaScript holds after its garbage is gone, in KiB.
import Gio from 'gi://Gio';
import System from 'system';

/** The process's own size says less: the allocator keeps what is freed. */
export function heldKb() {
    for (let i = 0; i < 3; i++) System.gc();
    const [file, stream] = Gio.File.new_tmp('galaf-XXXXXX');
    stream.close(null);
    System.dumpMemoryInfo(file.get_path());
    const [, bytes] = file.load_contents(null);
    file.delete(null);
    const {gcBytes, mallocBytes} = JSON.parse(/\{[^]*\}/.exec(new TextDecoder().decode(bytes))[0]);
    return Math.round((gcBytes + mallocBytes) / 1024);
}
