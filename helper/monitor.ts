/** The helper's side of galaf-monitor's socket; docs/monitor.md has what is said there. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import {GalafError, messageOf} from './errors.js';

const SOCKET = '/run/galaf-monitor/socket';
/** A monitor that was restarted is back within a second. */
const RETRY_SECONDS = 2;
/** A history of many apps; more than that is not an answer. */
const MAX_ANSWER = 32 << 20;
/** Of events, which come in batches, as much as a busy fifth of a second has; too large for malloc's heap, see galaf-helper.service. */
const CHUNK = 1 << 16;
const NEWLINE = 10;

/** The monitor does not run, or refused the question. */
export class MonitorError extends GalafError {
    override name = 'MonitorError';
}

export interface Line {
    readonly event?: string;
    readonly ok?: boolean;
    readonly error?: string;
}

/** What a stranger's packet put in there may be no UTF-8. */
const parseLines = (bytes: Uint8Array): Line[] =>
    new TextDecoder()
        .decode(bytes)
        .split('\n')
        .filter(Boolean)
        .map(line => JSON.parse(line) as Line);

class Connection {
    readonly #stream: Gio.SocketConnection;
    readonly #lines: Gio.DataInputStream;
    /** Of `batch`: the beginning of a line that has not ended yet. */
    #begun = new Uint8Array();

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
        return parseLines(bytes)[0] ?? null;
    }

    /**
     * All whole lines that wait, at least one; null at the end. Read at once: each reading leaves objects behind that only the
     * garbage collector frees. Not together with `line`, which has a buffer of its own.
     */
    async batch(cancellable: Gio.Cancellable): Promise<Line[] | null> {
        for (;;) {
            const input = this.#stream.get_input_stream();
            const read = await input.read_bytes_async(CHUNK, GLib.PRIORITY_DEFAULT, cancellable);
            const chunk = read.toArray();
            if (!chunk.length) return null;
            const bytes = new Uint8Array(this.#begun.length + chunk.length);
            bytes.set(this.#begun);
            bytes.set(chunk, this.#begun.length);
            if (bytes.length > MAX_ANSWER) throw new MonitorError('the answer of galaf-monitor is too long');
            const end = bytes.lastIndexOf(NEWLINE) + 1;
            this.#begun = bytes.slice(end);
            if (end) return parseLines(bytes.subarray(0, end));
        }
    }

    /** The answer to one question; null at the end. */
    async question(request: object): Promise<Line | null> {
        await this.send(request);
        return this.line(null);
    }

    close(): void {
        this.#stream.close_async(GLib.PRIORITY_DEFAULT, null, null);
    }
}

/** Asks question after question over one connection, which is opened when it is needed. Not two at once. */
export class Questions {
    #connection: Connection | null = null;

    /** The answer. Throws MonitorError when there is none. */
    async ask<T extends object>(request: object): Promise<T> {
        const answer = (await this.#again(request)) ?? (await this.#anew(request));
        if (!answer?.ok) throw new MonitorError(answer?.error ?? 'galaf-monitor gave no answer');
        return answer as T;
    }

    /** Over the connection there is; null when there is none, or no longer, since the monitor began anew. */
    async #again(request: object): Promise<Line | null> {
        if (!this.#connection) return null;
        try {
            const answer = await this.#connection.question(request);
            if (answer) return answer;
        } catch {
            // As good as none.
        }
        this.close();
        return null;
    }

    async #anew(request: object): Promise<Line | null> {
        this.#connection = await Connection.open(null);
        try {
            return await this.#connection.question(request);
        } catch (error) {
            this.close();
            throw error;
        }
    }

    close(): void {
        this.#connection?.close();
        this.#connection = null;
    }
}

/** One question, one answer. Throws MonitorError when there is none. */
export async function ask<T extends object>(request: object): Promise<T> {
    const questions = new Questions();
    try {
        return await questions.ask<T>(request);
    } finally {
        questions.close();
    }
}

/** Hands events over, as many as came together, until it is cancelled; a monitor that goes away is looked for again. */
export async function follow(
    onEvents: (events: Line[]) => void,
    cancellable: Gio.Cancellable,
): Promise<void> {
    while (!cancellable.is_cancelled()) {
        let connection: Connection | null = null;
        try {
            connection = await Connection.open(cancellable);
            await connection.send({query: 'follow'});
            for (
                let lines = await connection.batch(cancellable);
                lines;
                lines = await connection.batch(cancellable)
            )
                onEvents(lines.filter(({event}) => event !== undefined));
        } catch {
            // Not there, or cancelled: the loop decides.
        } finally {
            // Not left to the garbage collector: the monitor has room for a few that follow.
            connection?.close();
        }
        await new Promise(resolve => setTimeout(resolve, RETRY_SECONDS * 1000));
    }
}
