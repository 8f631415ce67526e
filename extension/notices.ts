/** Notices of blocked attempts. */
import type Gio from 'gi://Gio';
import type {Actions} from './actions.js';
import type {Attempt} from './answers.js';
import {type Firewall, seconds} from './firewall.js';
import {destinationOf, foreign, subjectOf} from './format.js';
import {_, fill, ngettext} from './i18n.js';
import {type NoticeMode, NoticeRules, subjectKey} from './notice-rules.js';
import type {Message, Notifier} from './notifier.js';

export class Notices {
    readonly #rules = new NoticeRules();
    readonly #stops: readonly (() => void)[];
    readonly #actions: Actions;
    readonly #firewall: Firewall;

    constructor(firewall: Firewall, notifier: Notifier, actions: Actions, settings: Gio.Settings) {
        this.#actions = actions;
        this.#firewall = firewall;
        const onBlocked = (attempt: Attempt) => {
            const mode = settings.get_string('notices') as NoticeMode;
            const notice = this.#rules.decide(attempt, seconds(), mode, settings.get_strv('muted'));
            if (notice?.kind === 'single') notifier.show(this.#single(notice.attempt));
            else if (notice)
                notifier.replace('summary', this.#summary(notice.attempts, notice.subjects), notice.news);
        };
        // Locking the screen disables the extension; unlocking must not tell everything once more.
        const onPast = (past: readonly Attempt[]) => past.forEach(attempt => this.#rules.remember(attempt));
        this.#stops = [firewall.on('past', onPast), firewall.on('blocked', onBlocked)];
    }

    destroy(): void {
        for (const stop of this.#stops) stop();
    }

    #titleOf(subject: string): string {
        return foreign(this.#firewall.titles.get(subject) ?? subject.replace(/^user:/, ''));
    }

    #single(attempt: Attempt): Message {
        const program = attempt.program?.split('/').pop();
        const name = attempt.group || !program ? this.#titleOf(subjectKey(attempt)) : foreign(program);
        // The shell shows a body as one paragraph.
        const sentences = [
            attempt.question === null
                ? // Translators: {destination} is as in "www.example.org, port 443 (tcp)"
                  fill(_('Tried to reach {destination}.'), {destination: destinationOf(attempt)})
                : // Translators: a name lookup (DNS) was refused
                  fill(_('Tried to look up {host}.'), {host: destinationOf(attempt)}),
        ];
        if (attempt.program) sentences.push(fill(_('Program: {path}'), {path: foreign(attempt.program)}));
        else if (!attempt.group) sentences.push(fill(_('User: {name}'), {name: foreign(subjectOf(attempt))}));
        return {
            title: fill(_('{app} Was Blocked'), {app: name}),
            body: sentences.join(' '),
            open: () => this.#actions.allowAlways(attempt),
            actions: [
                {label: _('Allow for 1 Hour'), run: () => this.#actions.allowForAnHour(attempt)},
                {label: _('Allow Always…'), run: () => this.#actions.allowAlways(attempt)},
                {label: _('Mute'), run: () => this.#actions.mute(subjectKey(attempt))},
            ],
        };
    }

    #summary(attempts: number, subjects: readonly string[]): Message {
        const names = subjects.slice(0, 3).map(subject => this.#titleOf(subject));
        const more = subjects.length - names.length;
        const list = names.join(', ');
        return {
            title: fill(ngettext('{count} Attempt Was Blocked', '{count} Attempts Were Blocked', attempts), {
                count: attempts,
            }),
            body:
                more > 0
                    ? fill(ngettext('{apps} and {count} other', '{apps} and {count} others', more), {
                          apps: list,
                          count: more,
                      })
                    : list,
            open: () => this.#actions.preferences('--page', 'blocked'),
        };
    }
}
