/** Starting an app group's command: the launcher does everything, this only waits for it. */
import Gio from 'gi://Gio';

const LAUNCHER = '/usr/bin/galaf';
/** As shells do: 128 and the number of the signal. */
const SIGNALLED = 128;

/** The exit code of `galaf GROUP ARGUMENT…`, with this terminal as its own. */
export function runGroup(words: readonly string[]): Promise<number> {
    const child = Gio.Subprocess.new([LAUNCHER, ...words], Gio.SubprocessFlags.STDIN_INHERIT);
    return new Promise((resolve, reject) => {
        child.wait_async(null, (_source, result) => {
            try {
                child.wait_finish(result);
                resolve(child.get_if_exited() ? child.get_exit_status() : SIGNALLED + child.get_term_sig());
            } catch (error) {
                reject(error instanceof Error ? error : new Error(String(error)));
            }
        });
    });
}
