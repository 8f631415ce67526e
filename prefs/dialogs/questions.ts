/** Questions before something is lost. */
import Adw from 'gi://Adw?version=1';
import type Gtk from 'gi://Gtk?version=4.0';
import {_} from '../i18n.js';

export interface Question {
    readonly heading: string;
    readonly body: string;
    readonly verb: string;
    readonly destructive?: boolean;
}

export function ask(
    parent: Gtk.Widget,
    {heading, body, verb, destructive = true}: Question,
    yes: () => void,
): void {
    const dialog = new Adw.AlertDialog({heading, body});
    dialog.add_response('cancel', _('_Cancel'));
    dialog.add_response('yes', verb);
    dialog.set_response_appearance(
        'yes',
        destructive ? Adw.ResponseAppearance.DESTRUCTIVE : Adw.ResponseAppearance.SUGGESTED,
    );
    dialog.default_response = 'cancel';
    dialog.connect('response', (_dialog, response) => {
        if (response === 'yes') yes();
    });
    dialog.present(parent);
}

export const askDiscard = (parent: Gtk.Widget, yes: () => void): void =>
    ask(
        parent,
        {
            heading: _('Discard Changes?'),
            body: _('What you changed and did not apply will be lost.'),
            verb: _('_Discard'),
        },
        yes,
    );

export const askStop = (parent: Gtk.Widget, yes: () => void): void =>
    ask(
        parent,
        {
            heading: _('Stop the Firewall?'),
            body: _('Every app may use the network until you start it again, also after a restart.'),
            verb: _('_Stop'),
        },
        yes,
    );
