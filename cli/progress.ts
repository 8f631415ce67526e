/** What takes long, while it does: the helper's Progress signal on standard error, one line that is written over. */
import GLib from 'gi://GLib';
import {onSignal} from '../helper/dbus/client.js';
import {isTerminal} from './output.js';

const CLEAR_LINE = '\r\u001b[K';

/** For example `giving files back  120/4000  /home/alice`, cut to `width`. */
export function progressText(done: number, total: number, text: string, width = 79): string {
    const count = total ? `${done}/${total}  ` : done ? `${done}  ` : '';
    return [...(count + text)].slice(0, width).join('');
}

/** Standard error without a line break after it, which printerr adds. */
function write(text: string): void {
    const channel = GLib.IOChannel.unix_new(2);
    channel.set_encoding(null);
    const bytes = new TextEncoder().encode(text);
    channel.write_chars(bytes, bytes.length);
    channel.flush();
}

/** Shows progress until the work is done; nothing where nobody watches. */
export async function withProgress<T>(work: Promise<T>, show: boolean): Promise<T> {
    if (!show || !isTerminal(2)) return work;
    let shown = false;
    const end = onSignal('Progress', ([, done, total, text]) => {
        shown = true;
        write(CLEAR_LINE + progressText(Number(done), Number(total), String(text)));
    });
    try {
        return await work;
    } finally {
        end();
        if (shown) write(CLEAR_LINE);
    }
}
