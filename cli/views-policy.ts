/** Answers about policies and changes as text for a terminal. */
import {formatDiagnostic} from '../core/config/diagnostics.js';
import type {Diagnostic} from '../core/config/types.js';
import type {Applied, Deleted, GenerationInfo, Generations, Preview} from '../helper/dbus/answers.js';
import {_, fill, ngettext, said} from './i18n.js';
import {safe} from './output.js';
import {paint} from './style.js';

/** A date as it is sent, ISO 8601 in UTC, to the minute. */
export const minute = (date: string): string => date.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, '$1 $2');

const asTheyAre = (lines: readonly string[]): string[] => lines.map(line => `  ${safe(line)}`);
/** What was said in English, in the person's language. */
const indented = (lines: readonly string[]): string[] => asTheyAre(lines.map(said));

/** `error` and `warning` stay, because editors look for them. */
export const diagnosticText = (diagnostic: Diagnostic): string =>
    formatDiagnostic({
        ...diagnostic,
        message: said(diagnostic.message),
        ...(diagnostic.hint && {hint: said(diagnostic.hint)}),
    });

export function appliedText(applied: Applied): string {
    const {generation, changed, created_groups: created, summary, warnings, trial} = applied;
    return [
        ...warnings.map(warning => paint('yellow', diagnosticText(warning))),
        ...indented(changed ? summary : []),
        ...(created.length ? [fill(_('New groups: {names}.'), {names: created.join(', ')})] : []),
        fill(_('Generation {generation} is in force.'), {generation}),
        ...(trial ? [trialText(trial.seconds_left)] : []),
    ].join('\n');
}

const trialText = (seconds: number): string =>
    paint(
        'yellow',
        ngettext(
            'On trial: unless you run galafctl confirm within {count} second, the policy before it comes back.',
            'On trial: unless you run galafctl confirm within {count} seconds, the policy before it comes back.',
            seconds,
        ),
    );

function generationText({generation, created, author, summary, current, trial}: GenerationInfo): string {
    const state = trial ? _('on trial') : current ? _('in force') : '';
    const head = [String(generation), minute(created), author, state].filter(Boolean).join('  ');
    return [current ? paint('bold', head) : head, ...indented(summary)].join('\n');
}

export const generationsText = ({generations}: Generations): string =>
    generations.length ? generations.map(generationText).join('\n') : _('No policy has been applied yet.');

/** What a configuration would change, and why to be careful. */
export function changesText(preview: Pick<Preview, 'diagnostics' | 'summary' | 'risks'>): string {
    const {diagnostics, summary, risks} = preview;
    return [
        ...diagnostics.map(diagnosticText),
        ...summary.map(said),
        ...(summary.length || diagnostics.some(({severity}) => severity === 'error')
            ? []
            : [_('Nothing changes.')]),
        ...(risks.length ? ['', paint('yellow', _('Try it first (galafctl apply --trial 60):'))] : []),
        ...indented(risks),
    ].join('\n');
}

export function deletedText(deleted: Deleted): string {
    const {applied, changed, kept, not_searched: skipped} = deleted;
    return [
        ...indented(applied?.summary ?? []),
        ngettext('{count} file was given back.', '{count} files were given back.', changed),
        ...(kept.length
            ? [paint('yellow', _('These could not be given back, so the system keeps the group:'))]
            : []),
        ...asTheyAre(kept),
        ...(skipped.length ? [_('Not searched, for want of --other-mounts:')] : []),
        ...asTheyAre(skipped),
        ...(deleted.deleted ? [_('The group is deleted.')] : []),
    ].join('\n');
}
