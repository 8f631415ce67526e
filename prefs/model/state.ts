/** The state of the firewall in a few words. */
import {_, fill} from '../i18n.js';
import {reasonOf} from './helper.js';
import type {Session} from './session.js';

export function stateText({status}: Session): string {
    if (!status) return _('Asking the service…');
    if (!status.ok) return reasonOf(status.error);
    const {state, generation, paused_seconds_left: left} = status.value;
    switch (state) {
        case 'enforcing':
            // Translators: a generation is one applied version of the policy.
            return fill(_('Enforcing generation {number}'), {number: generation ?? 0});
        case 'paused':
            return fill(_('Paused for {minutes} min'), {minutes: Math.ceil((left ?? 0) / 60)});
        case 'closed':
            return _('Closed: the policy could not be loaded');
        case 'stopped':
            return _('Stopped: every app may use the network');
        case 'not-configured':
            return _('No policy in force yet');
    }
}

export function stateIcon({status}: Session): string {
    if (!status?.ok) return 'security-low-symbolic';
    switch (status.value.state) {
        case 'enforcing':
            return 'security-high-symbolic';
        case 'paused':
        case 'closed':
            return 'security-medium-symbolic';
        default:
            return 'security-low-symbolic';
    }
}
