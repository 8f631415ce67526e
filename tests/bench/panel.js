// Runs in the shell: calls the extension's own handler of the Traffic signal, as the bus would, and takes the time.
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import St from 'gi://St';
import * as Main from 'resource:///org/gnome/shell/ui/main.js';
import {heldKb} from './held.js';

const BLOCK = 300;
const BLOCKS = 3;
const REFERENCE_ROUNDS = 10;
let ahead = 0;
const pause = ms => new Promise(done => GLib.timeout_add(GLib.PRIORITY_DEFAULT, ms, () => (done(), false)));
const clock = GLib.get_monotonic_time;
const now = () => clock() / 1000;

function timed(run) {
    const start = now();
    run();
    return now() - start;
}

function residentKb() {
    const [, bytes] = GLib.file_get_contents('/proc/self/statm');
    return Number(new TextDecoder().decode(bytes).split(' ')[1]) * 4;
}

/** The handlers that the extension gives the bus when it is enabled, by signal. */
async function enabled(uuid) {
    const handlers = {};
    const prototype = Gio.DBusConnection.prototype;
    const original = prototype.signal_subscribe;
    prototype.signal_subscribe = function (...args) {
        handlers[args[2]] = args.at(-1);
        return original.apply(this, args);
    };
    try {
        await Main.extensionManager._callExtensionEnable(uuid);
    } finally {
        prototype.signal_subscribe = original;
    }
    await pause(2000);
    return handlers;
}

/** Twenty busy apps, which is as many as the helper tells of. */
function traffic(tick) {
    const rate = index => Math.round(1e6 * (1 + Math.sin(tick / 7 + index)));
    const groups = Array.from({length: 20}, (_, i) => ({
        group: `app${i}`,
        in_rate: rate(i),
        out_rate: rate(i + 1),
    }));
    const text = JSON.stringify({period_ms: 2000, in_rate: rate(0), out_rate: rate(3), groups});
    return new GLib.Variant('(s)', [text]);
}

/**
 * Work of a tick's kind, always the same: a message is read and texts are set. It takes a millisecond where nothing else
 * runs on the machine for which the aims were set; what it takes beside the ticks tells how slow the machine is meanwhile.
 */
const reference = (label => tick => {
    for (let round = 0; round < REFERENCE_ROUNDS; round++) {
        const [text] = traffic(tick + round).deepUnpack();
        for (const {group, in_rate} of JSON.parse(text).groups) label.text = `${group} ${in_rate}`;
    }
})(new St.Label());

/** Every tick comes two seconds after the one before, by the clock that the extension looks at. */
async function ticks(handlers, count) {
    const costs = [];
    costs.references = [];
    for (let tick = 0; tick < count; tick++) {
        const parameters = traffic(tick);
        ahead += 2_000_000;
        costs.push(timed(() => handlers['Traffic'](Gio.DBus.system, '', '', '', 'Traffic', parameters)));
        await pause(5);
        costs.references.push(timed(() => reference(tick)));
        await pause(5);
    }
    return costs;
}

const find = (actor, wanted) =>
    wanted(actor)
        ? actor
        : actor
              .get_children()
              .map(child => find(child, wanted))
              .find(found => found);

function row(what, costs, aim) {
    const sorted = costs.sort((a, b) => a - b);
    return [what, sorted[Math.floor(sorted.length / 2)], sorted[Math.floor(sorted.length * 0.95)], aim];
}

/** What the faster quarter stays below: the rest is slowed by whatever else the machine does. */
const quick = costs => [...costs].sort((a, b) => a - b)[Math.floor(costs.length / 4)];
const paced = costs => ({ms: quick(costs), reference: quick(costs.references)});

export async function run(uuid) {
    const handlers = await enabled(uuid);
    GLib.get_monotonic_time = () => clock() + ahead;
    const {menu} = Main.panel.statusArea[uuid];
    await ticks(handlers, 100);
    const resident = residentKb();
    const held = [heldKb()];
    const closed = Object.assign([], {references: []});
    for (let block = 0; block < BLOCKS; block++) {
        const costs = await ticks(handlers, BLOCK);
        closed.push(...costs);
        closed.references.push(...costs.references);
        held.push(heldKb());
    }
    const grown = residentKb() - resident;
    const openings = [];
    for (let i = 0; i < 20; i++) {
        openings.push(timed(() => menu.open(0)));
        await pause(100);
        menu.close(0);
        await pause(50);
    }
    menu.open(0);
    await pause(300);
    const open = await ticks(handlers, 200);
    const graph = find(menu.actor, actor => actor instanceof St.DrawingArea);
    const frames = [];
    for (let i = 0; i < 40; i++) {
        frames.push(timed(() => graph.queue_repaint()));
        await pause(20);
    }
    const entry = find(menu.actor, actor => actor instanceof St.Entry);
    const keys = [];
    for (let i = 0; i < 40; i++) {
        keys.push(timed(() => (entry.text = `number ${i}`)));
        await pause(20);
    }
    menu.close(0);
    GLib.get_monotonic_time = clock;
    return {
        costs: [
            row('a tick, menu closed', closed, 1),
            row('a tick, menu open', open, 1),
            row('a frame of the graph, one a second', frames, 4),
            row('opening the menu, 500 groups', openings, 50),
            row('a key in its search, 500 groups', keys, 50),
        ],
        paced: {closed: paced(closed), open: paced(open)},
        grown: [
            // The least of three times as many: the shell makes things of its own at its own times.
            [`${BLOCK} ticks: held by JavaScript`, Math.min(...held.slice(1).map((kb, i) => kb - held[i]))],
            [`${BLOCK * BLOCKS} ticks: resident`, grown],
        ],
    };
}
