/** The D-Bus object: authorise, do, answer with JSON or a named error. What the methods do is in methods/. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import {authorize} from './authorization.js';
import {callerOf, closeFiles} from './caller.js';
import {settleDeadlines, watchDeadlines} from './deadlines.js';
import {dbusName, GalafError, messageOf} from './errors.js';
import {CallLimit} from './limits.js';
import {CAPTURE} from './methods/capture.js';
import {CONFIGURATION} from './methods/configuration.js';
import {GENERATIONS} from './methods/generations.js';
import {GROUPS} from './methods/groups.js';
import {HISTORY} from './methods/history.js';
import {STATE} from './methods/state.js';
import {TIMED} from './methods/timed.js';
import {trafficMethods} from './methods/traffic.js';
import type {Method, Methods} from './methods/types.js';
import {Subscriptions} from './subscriptions.js';
import {inTurn} from './turn.js';

type Invocation = Gio.DBusMethodInvocation;

/** What keeps the process alive: it has begun, and it ends. */
export interface Activity {
    begin(): void;
    end(): void;
}

/** Every method of the interface, by name. */
export const methodsOf = (listener: Activity): Methods => ({
    ...CAPTURE,
    ...CONFIGURATION,
    ...GENERATIONS,
    ...GROUPS,
    ...HISTORY,
    ...STATE,
    ...TIMED,
    ...trafficMethods(new Subscriptions(listener)),
    Settle: () => inTurn(settleDeadlines),
});

/** An error with a text for people and JSON for programs, which GDBus' own ways to answer cannot carry. */
function answerError(invocation: Invocation, error: unknown): void {
    const text = messageOf(error);
    const data = error instanceof GalafError ? error.data : {};
    const reply = invocation.get_message().new_method_error_literal(dbusName(error), text);
    reply.set_body(new GLib.Variant('(ss)', [text, JSON.stringify(data)]));
    invocation.get_connection().send_message(reply, Gio.DBusSendMessageFlags.NONE);
}

/** What a call asks for, if its caller may have it. */
async function perform(
    name: string,
    method: Method,
    args: unknown,
    invocation: Invocation,
): Promise<unknown> {
    await authorize(name, args, invocation);
    // After polkit, which may have waited for a password: whoever has left by now gets nothing done.
    return method(args as never, await callerOf(invocation));
}

const limit = new CallLimit();

/** Runs one call to its answer; nothing a caller does can end in an exception outside. */
async function answer(name: string, method: Method, args: unknown, invocation: Invocation): Promise<void> {
    try {
        const {uid} = await callerOf(invocation);
        const result = await limit.forUser(uid, () => perform(name, method, args, invocation));
        invocation.return_value(new GLib.Variant('(s)', [JSON.stringify(result ?? {})]));
    } catch (error) {
        if (dbusName(error).endsWith('.Failed'))
            console.warn(`${name}: ${messageOf(error)}\n${(error as Error | null)?.stack ?? ''}`);
        answerError(invocation, error);
    }
    watchDeadlines();
}

/** An object with one function for each method, in the form that Gio.DBusExportedObject calls. */
export function serviceObject(call: Activity, listener: Activity): object {
    const handler = (name: string, method: Method) => (args: unknown, invocation: Invocation) => {
        const sender = invocation.get_sender() ?? '';
        try {
            limit.begin(sender);
        } catch (error) {
            answerError(invocation, error);
            closeFiles(invocation);
            return;
        }
        call.begin();
        void answer(name, method, args, invocation).finally(() => {
            closeFiles(invocation);
            limit.end(sender);
            call.end();
        });
    };
    const methods = Object.entries(methodsOf(listener));
    return Object.fromEntries(methods.map(([name, method]) => [`${name}Async`, handler(name, method)]));
}
