/** Names a user of the system that gets permissions of its own. */
import type {App} from '../app.js';
import {_, fill} from '../i18n.js';
import {accounts} from '../model/accounts.js';
import {UserPage} from '../pages/group.js';
import {takenNames} from './new-group.js';
import {askName} from './name.js';

export function showNewUser(app: App): void {
    const taken = takenNames(app);
    const {services, people} = accounts();
    const completions = [...services, ...people].map(({name}) => name).filter(name => !taken.has(name));
    const question = {
        section: 'users',
        title: _('Add User or Service'),
        label: _('User name'),
        completions,
    } as const;
    askName(app, question, user => {
        const label = fill(_('Add user {name}'), {name: user});
        if (!app.edit(label, [{verb: 'set', path: ['users', user], value: {allow: []}}])) return false;
        app.open('users');
        app.push(new UserPage(app, user));
        return true;
    });
}
