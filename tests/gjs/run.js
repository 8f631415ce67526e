// gjs -m run.js SPEC.js...   Runs bundled jasmine specs under GJS and prints TAP.
//
// jasmine-core (5.x; later lines need a browser's MessageChannel) expects to be a CommonJS module with a `global`,
// neither of which GJS has, so it is given both.
import GLib from 'gi://GLib';
import Gio from 'gi://Gio';
import System from 'system';

// jasmine listens for uncaught errors as in a browser; GJS prints them itself.
globalThis.addEventListener ??= () => {};
globalThis.removeEventListener ??= () => {};
globalThis.queueMicrotask ??= run => void Promise.resolve().then(run);
const core = GLib.getenv('JASMINE_CORE') ?? 'node_modules/jasmine-core/lib/jasmine-core/jasmine.js';
const [, bytes] = GLib.file_get_contents(core);
const module = {exports: {}};
new Function('module', 'exports', 'require', 'global', new TextDecoder().decode(bytes))(
    module,
    module.exports,
    undefined,
    globalThis,
);
const jasmine = module.exports.core(module.exports);
const env = jasmine.getEnv({suppressLoadErrors: true});
Object.assign(globalThis, {jasmine}, module.exports.interface(jasmine, env));
env.configure({random: false});

let failed = 0;
let count = 0;
let finish;
const finished = new Promise(resolve => {
    finish = resolve;
});
const report = failures => {
    for (const {message, stack} of failures)
        print(`#   ${message}\n${(stack ?? '').replace(/^/gm, '#     ')}`);
};
env.addReporter({
    specDone({status, fullName, failedExpectations}) {
        if (status === 'excluded') return;
        if (status === 'failed') failed++;
        print(`${status === 'failed' ? 'not ok' : 'ok'} ${++count} - ${fullName}`);
        report(failedExpectations);
    },
    suiteDone({failedExpectations = []}) {
        failed += failedExpectations.length;
        report(failedExpectations);
    },
    jasmineDone() {
        print(`${count - failed} passed, ${failed} failed`);
        finish();
    },
});

try {
    for (const file of ARGV) await import(Gio.File.new_for_commandline_arg(file).get_uri());
    await Promise.all([env.execute(), finished]);
} catch (error) {
    printerr(`${error}\n${error.stack}`);
    failed++;
}
// An empty run would look like success.
System.exit(failed || count === 0 ? 1 : 0);
