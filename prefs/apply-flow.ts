/** From a draft to a policy in force: review, risks, password, trial, and what went wrong on the way. */
import Adw from 'gi://Adw?version=1';
import type {App} from './app.js';
import {showReview} from './dialogs/review.js';
import {_, fill} from './i18n.js';
import type {HelperError} from '../helper/dbus/client.js';
import type {Step} from './model/draft.js';
import {isMissing, reasonOf} from './model/helper.js';
import {TRIAL_SECONDS} from './model/session.js';

export class ApplyFlow {
    constructor(readonly app: App) {}

    review(): void {
        showReview(this.app, trial => void this.apply(trial));
    }

    /** @param trial whether to try it first; null: when there is a risk */
    async apply(trial: boolean | null = null): Promise<void> {
        const {session} = this.app;
        const {draft} = session;
        if (session.applying || !draft.canUndo || draft.errors.length) return;
        draft.seal();
        const onTrial = trial ?? (await this.#isRisky());
        const answer = await session.apply(onTrial ? TRIAL_SECONDS : 0);
        if (!answer.ok) this.#explain(answer.error);
        else if (!answer.value.trial)
            this.app.toast(fill(_('Generation {number} is in force'), {number: answer.value.generation}));
    }

    async #isRisky(): Promise<boolean> {
        const preview = await this.app.session.preview();
        return preview.ok && preview.value.risks.length > 0;
    }

    async keep(): Promise<void> {
        const answer = await this.app.session.keep();
        if (answer.ok) this.app.toast(_('The new policy stays'));
        else this.#explain(answer.error);
    }

    async revert(): Promise<void> {
        const answer = await this.app.session.revert();
        if (answer.ok) this.app.toast(_('Back to the policy before; your changes are kept here'));
        else this.#explain(answer.error);
    }

    /** A method without arguments that changes something. */
    async simple(method: string, done: string): Promise<void> {
        const answer = await this.app.session.helper.change(method);
        await this.app.session.refresh();
        if (answer.ok) this.app.toast(done);
        else this.#explain(answer.error);
    }

    #explain(error: HelperError): void {
        // Cancelling the prompt is an answer, not a failure.
        if (error.code === 'NotAuthorized' || error.code === 'Cancelled') {
            this.app.toast(_('Not authorized; nothing was applied and your changes are kept'));
            return;
        }
        const body = isMissing(error) ? reasonOf(error) : error.message;
        const dialog = new Adw.AlertDialog({
            heading: error.code === 'Conflict' ? _('The Files Changed Meanwhile') : _('Not Applied'),
            body: `${body}\n\n${_('Your changes are kept.')}`,
        });
        dialog.add_response('close', _('_Close'));
        dialog.present(this.app.window);
    }

    /** Steps that did not fit what somebody else wrote. */
    showLost(lost: readonly Step[]): void {
        const dialog = new Adw.AlertDialog({
            heading: _('The Files Changed on Disk'),
            body: [
                _('These changes of yours no longer fit and were left out:'),
                ...this.app.session.draft.inWords(lost).map(words => `• ${words}`),
            ].join('\n'),
        });
        dialog.add_response('close', _('_Close'));
        dialog.present(this.app.window);
    }
}
