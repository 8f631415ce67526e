// Runs in the shell: enables and disables an extension over and over, and says what is left of it.
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import * as Main from 'resource:///org/gnome/shell/ui/main.js';
import {EventEmitter} from 'resource:///org/gnome/shell/misc/signals.js';
import {heldKb} from './held.js';

const pause = ms => new Promise(done => GLib.timeout_add(GLib.PRIORITY_DEFAULT, ms, () => (done(), false)));
const countActors = (actor = global.stage) =>
    actor.get_children().reduce((sum, child) => sum + countActors(child), 1);
const countNotifications = () => Main.messageTray.getSources().length;

const enable = uuid => Main.extensionManager._callExtensionEnable(uuid);
/** By the name that it has had since GNOME 50, or the one before. */
async function disable(uuid) {
    const manager = Main.extensionManager;
    await (manager._callExtensionDisableWithRebase ?? manager._callExtensionDisable).call(manager, uuid);
    if (Main.panel.statusArea[uuid]) throw new Error('the extension was not disabled');
}

/** At once, or when the helper has answered, or with the menu open: whatever is under way must end as well. */
async function cycle(uuid, index) {
    await enable(uuid);
    if (index % 3) await pause(60);
    if (index % 3 === 2) {
        Main.panel.statusArea[uuid].menu.open();
        await pause(60);
    }
    await disable(uuid);
}

/** Notes what the extension asks for, while `during` runs. */
async function recording(uuid, during) {
    const handlers = [];
    const sources = [];
    const balance = {watches: 0, subscriptions: 0};
    const undo = [];
    const ours = () => new Error().stack.includes(uuid);
    const wrap = (object, name, after) => {
        const original = object[name];
        const own = Object.hasOwn(object, name);
        object[name] = function (...args) {
            const result = original.apply(this, args);
            if (ours()) after(this, result, args);
            return result;
        };
        undo.push(() => (own ? (object[name] = original) : delete object[name]));
    };
    for (const prototype of [GObject.Object.prototype, EventEmitter.prototype])
        wrap(prototype, 'connect', (object, id, [name]) => handlers.push({object, id, name}));
    for (const name of ['timeout_add', 'timeout_add_seconds', 'idle_add'])
        wrap(GLib, name, (_, id) => sources.push(id));
    wrap(Gio, 'bus_watch_name', () => balance.watches++);
    wrap(Gio, 'bus_unwatch_name', () => balance.watches--);
    wrap(Gio.DBusConnection.prototype, 'signal_subscribe', () => balance.subscriptions++);
    wrap(Gio.DBusConnection.prototype, 'signal_unsubscribe', () => balance.subscriptions--);
    try {
        await during();
    } finally {
        undo.reverse().forEach(step => step());
    }
    await pause(300);
    return {handlers, sources, ...balance};
}

const isConnected = ({object, id}) =>
    object instanceof GObject.Object
        ? GObject.signal_handler_is_connected(object, id)
        : object.signalHandlerIsConnected(id);

/** Handlers on objects that outlive a cycle, which are those that more than one cycle connected to. */
function signalsLeft(cycles) {
    const seen = new Map();
    cycles.forEach(({handlers}, index) =>
        handlers.forEach(({object}) => seen.set(object, (seen.get(object) ?? new Set()).add(index))),
    );
    return cycles
        .flatMap(({handlers}) => handlers)
        .filter(handler => seen.get(handler.object).size > 1 && isConnected(handler))
        .map(({object, name}) => `${object.constructor.name} ${name}`);
}

const BLOCK = 10;
const BLOCKS = 4;
const measure = () => ({kb: heldKb(), actors: countActors(), notifications: countNotifications()});

/** What ten cycles add: the least of four times ten, since the shell makes and ends things of its own at its own times. */
async function growth(uuid) {
    const seen = [measure()];
    for (let block = 0; block < BLOCKS; block++) {
        for (let index = 0; index < BLOCK; index++) await cycle(uuid, index);
        await pause(300);
        seen.push(measure());
    }
    const added = what => seen.slice(1).map((now, index) => now[what] - seen[index][what]);
    const least = what => Math.min(...added(what).map(Math.abs));
    return {kb: Math.min(...added('kb')), actors: least('actors'), notifications: least('notifications')};
}

/** Fifty cycles. */
export async function run(uuid) {
    await disable(uuid);
    await pause(300);
    const cycles = [];
    for (let index = 0; index < 6; index++) cycles.push(await recording(uuid, () => cycle(uuid, index)));
    const made = cycles.reduce((sum, {handlers, sources}) => sum + handlers.length + sources.length, 0);
    const which = [...new Set(signalsLeft(cycles))];
    const left = {
        signals: signalsLeft(cycles).length,
        sources: cycles
            .flatMap(({sources}) => sources)
            .filter(id => GLib.MainContext.default().find_source_by_id(id)).length,
        names: cycles.reduce(
            (sum, {watches, subscriptions}) => sum + Math.abs(watches) + Math.abs(subscriptions),
            0,
        ),
    };
    cycles.length = 0;
    // The first ones fill caches.
    for (let index = 0; index < 4; index++) await cycle(uuid, index);
    await pause(300);
    const {kb: grownKb, ...more} = await growth(uuid);
    await enable(uuid);
    return {left: {...left, ...more}, made, grownKb, which};
}
