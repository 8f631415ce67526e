/** The helper's side of galaf-monitor's socket; docs/monitor.md has what is said there. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import {GalafError, messageOf} from './errors.js';

const SOCKET = '/run/galaf-monitor/socket';
/** A monitor that was restarted is back within a second. */
const RETRY_SECONDS = 2;
/** A history of many apps; more than that is not an answer. */
const MAX_ANSWER = 32 << 20;

/** The monitor does not run, or refused the question. */
export class MonitorError extends GalafError {
    override name = 'MonitorError';
}

export interface Line {
    readonly event?: string;
    readonly ok?: boolean;
    readonly error?: string;
}

class Connection {
    readonly #stream: Gio.SocketConnection;
    readonly #lines: Gio.DataInputStream;

    private constructor(stream: Gio.SocketConnection) {
        this.#stream = stream;
        this.#lines = new Gio.DataInputStream({base_stream: stream.get_input_stream()});
    }

    static async open(cancellable: Gio.Cancellable | null): Promise<Connection> {
        try {
            const address = Gio.UnixSocketAddress.new(SOCKET);
            return new Connection(await new Gio.SocketClient().connect_async(address, cancellable));
        } catch (error) {
            throw new MonitorError(`galaf-monitor cannot be reached: ${messageOf(error)}`);
        }
    }

    async send(request: object): Promise<void> {
        const bytes = new TextEncoder().encode(`${JSON.stringify(request)}\n`);
        await this.#stream.get_output_stream().write_all_async(bytes, GLib.PRIORITY_DEFAULT, null);
    }

    /** The next line; null at the end. */
    async line(cancellable: Gio.Cancellable | null): Promise<Line | null> {
        const [bytes] = await this.#lines.read_line_async(GLib.PRIORITY_DEFAULT, cancellable);
        if (!bytes) return null;
        if (bytes.length > MAX_ANSWER) throw new MonitorError('the answer of galaf-monitor is too long');
        // What a stranger's packet put in there may be no UTF-8.
        return JSON.parse(new TextDecoder().decode(bytes)) as Line;
    }

    close(): void {
        this.#stream.close_async(GLib.PRIORITY_DEFAULT, null, null);
    }
}

/** One question, one answer. Throws MonitorError when there is none. */
export async function ask<T extends object>(request: object): Promise<T> {
    const connection = await Connection.open(null);
    try {
        await connection.send(request);
        const answer = await connection.line(null);
        if (!answer?.ok) throw new MonitorError(answer?.error ?? 'galaf-monitor gave no answer');
        return answer as T;
    } finally {
        connection.close();
    }
}

/** Hands events over until it is cancelled; a monitor that goes away is looked for again. */
export async function follow(onEvent: (event: Line) => void, cancellable: Gio.Cancellable): Promise<void> {
    while (!cancellable.is_cancelled()) {
        try {
            const connection = await Connection.open(cancellable);
            await connection.send({query: 'follow'});
            for (
                let line = await connection.line(cancellable);
                line;
                line = await connection.line(cancellable)
            )
                if (line.event !== undefined) onEvent(line);
            connection.close();
        } catch {
            // Not there, or cancelled: the loop decides.
        }
        await new Promise(resolve => setTimeout(resolve, RETRY_SECONDS * 1000));
    }
}
