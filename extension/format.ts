/** Values in words. */
import GLib from 'gi://GLib';
import type {Attempt, Rates, State, Status} from './answers.js';
import {_, fill} from './i18n.js';

const STEP = 1000;

let point: string | null = null;
/** As GLib writes numbers for this person, who may have chosen other formats than the language's. */
const decimalPoint = (): string => (point ??= /1(\D+)5/.exec(GLib.format_size(1500))?.[1] ?? '.');

interface UnitNames {
    readonly bits: readonly string[];
    readonly bytes: readonly string[];
}

let names: UnitNames | null = null;
/** Looked up once: there are some forty rates in every tick. */
const unitNames = (): UnitNames =>
    (names ??= {
        // Translators: units of speed; keep them short, they stand in the top bar
        bits: [_('bit/s'), _('kbit/s'), _('Mbit/s'), _('Gbit/s')],
        bytes: [_('B/s'), _('kB/s'), _('MB/s'), _('GB/s')],
    });

/**
 * A rate for people, in three digits at most, so that the text keeps its width.
 *
 * @param rate bytes per second
 * @param options.whole without `.0`
 */
export function formatRate(rate: number, inBits: boolean, {whole = false} = {}): string {
    const units = inBits ? unitNames().bits : unitNames().bytes;
    let value = inBits ? rate * 8 : rate;
    let unit = 0;
    while (value >= STEP - 0.5 && unit < units.length - 1) {
        value /= STEP;
        unit++;
    }
    const digits = unit > 0 && value < 9.95 ? 1 : 0;
    const number = whole && Number.isInteger(value) ? String(value) : value.toFixed(digits);
    return `${number.replace('.', decimalPoint())} ${units[unit]}`;
}

/** Download and upload, with arrows. */
export function formatRates(rates: Rates, inBits: boolean): {in: string; out: string} {
    return {in: `↓ ${formatRate(rates.in, inBits)}`, out: `↑ ${formatRate(rates.out, inBits)}`};
}

/**
 * Text from the network or from another program, fit to stand in ours: one line, without control characters, of bounded
 * length, and isolated so that a right-to-left name cannot rearrange the words around it.
 */
export function foreign(text: string): string {
    const plain = text.replace(
        /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
        '',
    );
    const short = plain.length > 80 ? `${plain.slice(0, 40)}…${plain.slice(-39)}` : plain;
    return `\u2068${short}\u2069`;
}

/** Who was refused: the app group, or the user when it had none. */
export function subjectOf(attempt: Attempt): string {
    return attempt.group ?? attempt.user ?? _('An unknown program');
}

/** Where it wanted to go: a name when one is known, and the port. */
export function destinationOf(attempt: Attempt): string {
    if (attempt.question !== null) return foreign(attempt.question);
    const place = foreign(attempt.host ?? attempt.address);
    if (attempt.port === null) return place;
    // Translators: a host name and a port with its protocol, as in "www.example.org, port 443 (tcp)"
    return fill(_('{host}, port {port} ({protocol})'), {
        host: place,
        port: attempt.port,
        protocol: attempt.protocol,
    });
}

const STATE_NAMES: Readonly<Record<State, () => string>> = {
    enforcing: () => _('Protected'),
    paused: () => _('Paused'),
    stopped: () => _('Stopped'),
    closed: () => _('Network Closed'),
    'not-configured': () => _('Not Set Up'),
};

export const stateName = (state: State): string => STATE_NAMES[state]();

/** The journal of a unit that failed has the reason somewhere between the manager's own lines. */
function closedReason(journal: string | null): string {
    // From that word on: the path before it is long, and would push the reason out of sight.
    const reason = /\berror\b.*/i.exec(journal ?? '')?.[0];
    if (!reason) return _('The policy could not be loaded');
    return fill(_('The policy could not be loaded: {reason}'), {reason: foreign(reason.trim())});
}

/**
 * One line below the state's name.
 *
 * @param clock turns seconds from now into a time of day, as in "14:30"
 */
export function stateDetail(status: Status, clock: (seconds: number) => string): string {
    switch (status.state) {
        case 'paused':
            return status.pausedSecondsLeft === null
                ? _('Every app may use the network')
                : fill(_('Until {time}'), {time: clock(status.pausedSecondsLeft)});
        case 'stopped':
            return _('Every app may use the network');
        case 'closed':
            return closedReason(status.lastError);
        case 'not-configured':
            return _('No policy has been applied');
        case 'enforcing':
            return status.trialSecondsLeft === null
                ? _('Apps reach only what they may')
                : fill(_('New policy on trial until {time}'), {time: clock(status.trialSecondsLeft)});
    }
}
