/** App groups and what they may reach, as text for a terminal. */
import type {List} from '../helper/dbus/answers.js';
import {_, fill} from './i18n.js';

export function listText({groups, users}: List): string {
    const nothing = _('nothing');
    const blocks = groups.map(({name, gid, title, command, users: launchers, grants}) =>
        [
            `${name}${title && title !== name ? ` (${title})` : ''}, ${fill(_('gid {gid}'), {gid})}`,
            ...(command ? [`  ${_('runs')} ${command.join(' ')}`] : []),
            ...(launchers ? [`  ${_('for')} ${launchers.join(', ')}`] : []),
            ...(grants.length ? grants : [nothing]).map(grant => `  → ${grant}`),
        ].join('\n'),
    );
    const services = users.map(({name, grants}) =>
        [
            fill(_('user {name}'), {name}),
            ...(grants.length ? grants : [nothing]).map(grant => `  → ${grant}`),
        ].join('\n'),
    );
    return [...blocks, ...services].join('\n\n');
}
