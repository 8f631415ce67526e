/**
 * What a password is asked for, in words that name the change. polkit finds their translation in our catalogue, in the language of
 * the person's session, and puts values where `$(name)` stands; it takes words of root's programs alone.
 */
import {applyEdits, readEdits} from '../core/config/edit.js';
import {parseConfig} from '../core/config/parse.js';
import type {SourceFile} from '../core/config/types.js';
import {concerned} from '../core/policy/concerned.js';
import {userOf} from '../core/policy/timed.js';
import {labelsOf} from '../core/policy/titles.js';
import {sourcesOrNone} from './configuration.js';
import * as generations from './engine/generations.js';
import {configInForce} from './engine/in-force.js';
import * as timed from './engine/timed.js';
import {durationOf, endpointOf, harmless, listOf} from './plain-words.js';

export interface Question {
    readonly message: string;
    readonly values: Readonly<Record<string, string>>;
}

/** Marks a text for po/extract.js; translating is polkit's. */
const _ = (message: string, values: Question['values'] = {}): Question => ({message, values});

/** Read once for a generation: whoever is asked for a password may ask again and again. */
let labels: {readonly generation: number | null; readonly names: ReadonlyMap<string, string>} | null = null;

function labelsInForce(): ReadonlyMap<string, string> {
    const generation = generations.current();
    if (labels?.generation !== generation)
        labels = {generation, names: labelsOf(configInForce()?.groups ?? [])};
    return labels.names;
}

/** An app group by its title in the policy in force, or a user; what is neither, as the caller wrote it. */
function called(subject: string): string {
    return harmless(userOf(subject) ?? labelsInForce().get(subject) ?? subject);
}

/** Null when the new configuration has errors, or changes nothing. */
function changeTo(after: readonly SourceFile[]): Question | null {
    const {config} = parseConfig(after);
    const {count, names} = config ? concerned(configInForce(), config) : {count: 0, names: []};
    if (!count) return null;
    const values = {count: String(count), names: listOf(names)};
    return count === 1
        ? _(
              'Authentication is required to make a change to the firewall’s policy, which concerns: $(names)',
              values,
          )
        : _(
              'Authentication is required to make $(count) changes to the firewall’s policy, which concern: $(names)',
              values,
          );
}

function edit([json]: [string, ...unknown[]]): Question | null {
    const edits = readEdits(json);
    const question = changeTo(applyEdits(sourcesOrNone(), edits));
    const [only] = edits;
    // What else the file holds that is not in force yet comes with it, and has to be said.
    if (edits.length > 1 || only?.verb !== 'add-endpoint' || question?.values.count !== '1') return question;
    return _('Authentication is required to let “$(app)” reach “$(endpoint)”', {
        app: called(only.subject),
        endpoint: endpointOf(only.endpoint),
    });
}

function allowFor([subject, json, until]: [string, string, string]): Question {
    const values = {app: called(subject), endpoint: endpointOf(JSON.parse(json))};
    return /^\d+$/.test(until)
        ? _('Authentication is required to let “$(app)” reach “$(endpoint)” for $(duration)', {
              ...values,
              duration: durationOf(Number(until)),
          })
        : _('Authentication is required to let “$(app)” reach “$(endpoint)” for a while', values);
}

function endTimed([id]: [string]): Question | null {
    const permission = timed.list().find(entry => entry.id === id);
    return permission
        ? _('Authentication is required to end what “$(app)” may do for a while', {
              app: called(permission.subject),
          })
        : null;
}

function clearHistory([json]: [string]): Question | null {
    const {group, user} = JSON.parse(json) as Record<string, unknown>;
    const who = [
        ...(typeof group === 'string' ? [called(group)] : []),
        ...(typeof user === 'string' ? [harmless(user)] : []),
    ];
    return who.length
        ? _('Authentication is required to forget what “$(app)” did on the network', {app: who.join(', ')})
        : null;
}

const capturing = (subject: string): Question =>
    _('Authentication is required to read everything that “$(app)” sends and receives', {
        app: called(subject),
    });

export const capturingOthers = (subject: string): Question =>
    _(
        'Authentication is required to read what is not only yours: everything that “$(app)” sends and receives',
        {
            app: called(subject),
        },
    );

/** By method; what is not here is said by the action's own words. */
const QUESTIONS: Readonly<Record<string, (args: never) => Question | null>> = {
    Apply: () => changeTo(sourcesOrNone()),
    ApplySources: ([pairs]: [readonly (readonly [string, string])[]]) =>
        changeTo(pairs.map(([name, text]) => ({name, text}))),
    Edit: edit,
    DeleteGroup: ([group]: [string]) =>
        _(
            'Authentication is required to delete the app group “$(app)” and to give its files back to their owners',
            {
                app: called(group),
            },
        ),
    Confirm: () => _('Authentication is required to keep the configuration of the firewall that is on trial'),
    Revert: () =>
        _('Authentication is required to go back to the configuration of the firewall from before the trial'),
    Rollback: ([generation]: [number]) =>
        _('Authentication is required to go back to generation $(generation) of the firewall’s policy', {
            generation: String(generation),
        }),
    AllowFor: allowFor,
    RecordFor: ([subject]: [string]) =>
        _('Authentication is required to let “$(app)” reach everything while it is recorded', {
            app: called(subject),
        }),
    EndTimed: endTimed,
    Pause: ([seconds]: [number]) =>
        _(
            'Authentication is required to pause the firewall for $(duration), which lets every app use the network',
            {
                duration: durationOf(seconds),
            },
        ),
    ClearHistory: clearHistory,
    Capture: ([subject]: [string]) => capturing(subject),
};

/** These read whole configurations: only for who may have that done anyway. */
export const COSTLY: ReadonlySet<string> = new Set(['Apply', 'ApplySources', 'Edit']);

/** Null when there is nothing more exact to say than what the action says; a call that is wrong is refused later. */
export function questionOf(method: string, args: unknown): Question | null {
    try {
        return QUESTIONS[method]?.(args as never) ?? null;
    } catch {
        return null;
    }
}
