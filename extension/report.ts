/**
 * The launcher's last words. Its exit code may as well be the app's, and its stderr becomes the app's; so it is handed a
 * socket as stdin that it writes to when it refuses, and that closes when the app runs (docs/launcher.md, GALAF_REPORT).
 */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';

const MOST_BYTES = 1024;
const make = () => Gio.Socket.new(Gio.SocketFamily.UNIX, Gio.SocketType.STREAM, Gio.SocketProtocol.DEFAULT);

/** Two connected sockets. GJS has no socketpair(); a listener that nobody knows of and that lives for a moment does. */
function pair(): [Gio.Socket, Gio.Socket] {
    const listener = make();
    try {
        listener.bind(Gio.UnixSocketAddress.new_with_type([], Gio.UnixSocketAddressType.ANONYMOUS), false);
        listener.listen();
        const ours = make();
        ours.connect(listener.get_local_address(), null);
        return [ours, listener.accept(null)];
    } finally {
        listener.close();
    }
}

export interface Report {
    /** For the program, as its stdin. */
    readonly fd: number;
    /** To be called when the program has its copy, or never will. */
    close(): void;
    /** What was said; '' when the app runs. */
    readonly words: Promise<string>;
}

export function openReport(): Report {
    const [ours, theirs] = pair();
    const stream = ours.connection_factory_create_connection();
    const words = new Promise<string>(resolve => {
        stream
            .get_input_stream()
            .read_bytes_async(MOST_BYTES, GLib.PRIORITY_DEFAULT, null, (input, result) => {
                let text = '';
                try {
                    const bytes = input!.read_bytes_finish(result).toArray();
                    text = new TextDecoder().decode(bytes).trim();
                } catch (error) {
                    console.debug(`galaf: no report: ${(error as Error).message}`);
                }
                stream.close_async(GLib.PRIORITY_DEFAULT, null, null);
                resolve(text);
            });
    });
    return {fd: theirs.get_fd(), close: () => void theirs.close(), words};
}
