// stalls.js [ARGUMENTS…]: galaf-prefs, and how long its main loop did not come round. Writes each gap to
// /run/user/1000/galaf-stalls, in milliseconds of the loop's own doing: what the thread waited for a processor is left out,
// since that is other programs' doing. A line
// has the end in seconds, the gap, and how much of it the thread ran.
import GLib from 'gi://GLib';

const FILE = `${GLib.get_user_runtime_dir()}/galaf-stalls`;
const PERIOD_MS = 4;
/** Shorter ones nobody asks about. */
const LEAST_MS = 8;

/** Milliseconds that this thread ran, and that it was ready to run and did not. */
function spent() {
    const [, text] = GLib.file_get_contents('/proc/thread-self/schedstat');
    return new TextDecoder()
        .decode(text)
        .split(' ')
        .map(time => Number(time) / 1e6);
}

const gaps = [];
let last = GLib.get_monotonic_time() / 1000;
let [lastRan, lastWaited] = spent();
GLib.timeout_add(GLib.PRIORITY_HIGH, PERIOD_MS, () => {
    const now = GLib.get_monotonic_time() / 1000;
    const [ran, waited] = spent();
    const gap = now - last - PERIOD_MS - (waited - lastWaited);
    if (gap > LEAST_MS)
        gaps.push(`${(now / 1000).toFixed(3)} ${gap.toFixed(1)} ${(ran - lastRan).toFixed(1)}\n`);
    last = now;
    [lastRan, lastWaited] = [ran, waited];
    return true;
});
// Written apart from the ticks, and only what is new: a check looks after each thing that it does.
GLib.timeout_add(GLib.PRIORITY_LOW, 200, () => {
    if (gaps.length) GLib.file_set_contents(FILE, gaps.join(''));
    return true;
});
