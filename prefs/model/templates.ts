/** Starting sets in words. */
import type {Template} from '../../core/templates.js';
import {_} from '../i18n.js';

export interface TemplateWords {
    readonly title: string;
    readonly text: string;
    readonly icon: string;
}

export function templateWords(id: Template['id']): TemplateWords {
    switch (id) {
        case 'record':
            return {
                title: _('Record for a While, Then Review'),
                text: _('Everything is allowed for now, and every destination is written down.'),
                icon: 'media-record-symbolic',
            };
        case 'browser':
            return {
                title: _('Web Browser'),
                text: _('Web pages everywhere: tcp/80, tcp/443, udp/443'),
                icon: 'network-workgroup-symbolic',
            };
        case 'mail':
            return {
                title: _('Mail'),
                text: _('Mail servers everywhere: IMAP, POP3 and submission'),
                icon: 'mail-unread-symbolic',
            };
        case 'chat':
            return {
                title: _('Chat and Calls'),
                text: _('Web, XMPP, IRC, and relays for calls'),
                icon: 'user-available-symbolic',
            };
        case 'packages':
            return {
                title: _('Package Manager'),
                text: _('Web servers everywhere: tcp/80 and tcp/443'),
                icon: 'package-x-generic-symbolic',
            };
        case 'game':
            return {
                title: _('Game'),
                text: _('Web, and the ports of common game services'),
                icon: 'applications-games-symbolic',
            };
        case 'none':
            return {
                title: _('Nothing Yet'),
                text: _('No network until you add endpoints.'),
                icon: 'network-offline-symbolic',
            };
    }
}
