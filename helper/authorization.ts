/** Every method asks polkit about the bus name that sent the message; any error means no. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import {type Caller, isInteractive} from './caller.js';
import {messageOf, NotAuthorizedError} from './errors.js';
import {COSTLY, type Question, questionOf} from './questions.js';

const READ = 'org.galaf.read';

/** The polkit action of each method. A method that is not listed cannot be called. */
export const ACTIONS: Readonly<Record<string, string>> = {
    Check: READ,
    ReadConfiguration: READ,
    Preview: READ,
    Generations: READ,
    Status: READ,
    Explain: READ,
    Doctor: READ,
    List: READ,
    Apply: 'org.galaf.apply',
    ApplySources: 'org.galaf.edit',
    Edit: 'org.galaf.edit',
    DeleteGroup: 'org.galaf.delete-group',
    // Whoever may start a trial may end it either way, without a second password.
    Confirm: 'org.galaf.end-trial',
    Revert: 'org.galaf.end-trial',
    Rollback: 'org.galaf.rollback',
    AllowFor: 'org.galaf.allow-for-a-while',
    RecordFor: 'org.galaf.allow-for-a-while',
    EndTimed: 'org.galaf.allow-for-a-while',
    Settle: 'org.galaf.settle',
    Stop: 'org.galaf.stop',
    Pause: 'org.galaf.pause',
    Start: 'org.galaf.start',
    Stats: 'org.galaf.traffic',
    Blocked: 'org.galaf.traffic',
    Recorded: 'org.galaf.traffic',
    Destinations: 'org.galaf.traffic',
    History: 'org.galaf.traffic',
    ClearHistory: 'org.galaf.clear-history',
    Capture: 'org.galaf.capture',
    // The caller's own alone.
    EndCapture: 'org.galaf.end-own',
    Subscribe: 'org.galaf.traffic',
    Unsubscribe: 'org.galaf.end-own',
};

/** Asked beside a method's own action, about what its answer may hold. */
export const TRAFFIC_OF_OTHERS = 'org.galaf.traffic-of-others';
export const MORE_ACTIONS = [TRAFFIC_OF_OTHERS] as const;

/** CheckAuthorizationFlags of org.freedesktop.PolicyKit1.Authority. */
const ALLOW_USER_INTERACTION = 1;
/** A person may take a while to type a password. */
const TIMEOUT_MS = 10 * 60 * 1000;

/** Catalogue of the words below, where polkit looks for their translation. */
const CATALOGUE = 'galaf';

/** Details of a question, which name it in polkit's dialog. */
const detailsOf = (question: Question | null): Record<string, string> =>
    question
        ? {...question.values, 'polkit.message': question.message, 'polkit.gettext_domain': CATALOGUE}
        : {};

interface Answer {
    readonly yes: boolean;
    /** A password may turn it into one. */
    readonly open: boolean;
}

/**
 * Whether polkit lets the peer behind a bus name do something. Throws when it cannot be asked.
 *
 * @param details null when no password may be asked for
 */
async function ask(
    action: string,
    sender: string,
    details: Readonly<Record<string, string>> | null,
): Promise<Answer> {
    const parameters = new GLib.Variant('((sa{sv})sa{ss}us)', [
        ['system-bus-name', {name: new GLib.Variant('s', sender)}],
        action,
        details ?? {},
        details ? ALLOW_USER_INTERACTION : 0,
        '',
    ]);
    const reply = await Gio.DBus.system.call(
        'org.freedesktop.PolicyKit1',
        '/org/freedesktop/PolicyKit1/Authority',
        'org.freedesktop.PolicyKit1.Authority',
        'CheckAuthorization',
        parameters,
        new GLib.VariantType('((bba{ss}))'),
        Gio.DBusCallFlags.NONE,
        TIMEOUT_MS,
        null,
    );
    const [[yes, open]] = reply.deepUnpack<[[boolean, boolean, Record<string, string>]]>();
    return {yes, open};
}

/** The same for questions that are no reason to fail: any error means no. */
export async function allowed(action: string, sender: string): Promise<boolean> {
    try {
        return (await ask(action, sender, null)).yes;
    } catch {
        return false;
    }
}

/**
 * Throws NotAuthorizedError unless polkit says yes to this.
 *
 * @param question what a password is asked for, if one is; found out only then
 */
export async function demand(
    action: string,
    {sender, interactive}: Pick<Caller, 'sender' | 'interactive'>,
    question: () => Promise<Question | null> | Question | null,
): Promise<void> {
    let answer: Answer;
    try {
        answer = await ask(action, sender, null);
        if (!answer.yes && answer.open && interactive)
            answer = await ask(action, sender, detailsOf(await question()));
    } catch (error) {
        throw new NotAuthorizedError(`polkit could not be asked: ${messageOf(error)}`);
    }
    if (!answer.yes) throw new NotAuthorizedError(`not authorised for ${action}`);
}

/** Throws NotAuthorizedError unless polkit says yes for this very call. */
export async function authorize(
    method: string,
    args: unknown,
    invocation: Gio.DBusMethodInvocation,
): Promise<void> {
    const action = ACTIONS[method];
    if (!action) throw new NotAuthorizedError(`${method} has no polkit action`);
    const caller = {sender: invocation.get_sender() ?? '', interactive: isInteractive(invocation)};
    await demand(action, caller, async () =>
        COSTLY.has(method) && !(await allowed(READ, caller.sender)) ? null : questionOf(method, args),
    );
}
