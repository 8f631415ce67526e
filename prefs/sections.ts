/** The entries of the sidebar. */
import {_} from './i18n.js';

export interface Section {
    readonly tag: string;
    readonly title: string;
    readonly icon: string;
    /** A line above it. */
    readonly first?: boolean;
}

export const sections = (): readonly Section[] => [
    {tag: 'groups', title: _('App Groups'), icon: 'view-app-grid-symbolic'},
    {tag: 'users', title: _('Users & Services'), icon: 'system-users-symbolic'},
    {tag: 'inbound', title: _('Inbound'), icon: 'network-server-symbolic'},
    {tag: 'base', title: _('Base Presets'), icon: 'emblem-system-symbolic'},
    {tag: 'settings', title: _('Resolver & Marks'), icon: 'preferences-system-symbolic'},
    {tag: 'blocked', title: _('Blocked'), icon: 'action-unavailable-symbolic', first: true},
    {tag: 'statistics', title: _('Statistics'), icon: 'galaf-statistics-symbolic'},
    {tag: 'doctor', title: _('Doctor'), icon: 'galaf-doctor-symbolic'},
    {tag: 'generations', title: _('Generations'), icon: 'document-open-recent-symbolic'},
    {tag: 'file', title: _('Configuration File'), icon: 'text-x-generic-symbolic', first: true},
];
