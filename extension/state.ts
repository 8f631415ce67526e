/** The firewall's state as icon and words, for every place that shows it. */
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import type {State} from './answers.js';
import type {Firewall} from './firewall.js';
import {stateDetail, stateName} from './format.js';
import {_} from './i18n.js';

const ICONS: Readonly<Record<State, string>> = {
    enforcing: 'galaf-symbolic',
    paused: 'galaf-paused-symbolic',
    stopped: 'galaf-off-symbolic',
    closed: 'galaf-closed-symbolic',
    'not-configured': 'galaf-off-symbolic',
};

/** A time of day so many seconds from now, in the way of the user's locale. */
function clock(seconds: number): string {
    // Translators: hours and minutes, for GLib's date format
    return GLib.DateTime.new_now_local().add_seconds(seconds)?.format(_('%H:%M')) ?? '';
}

/** @param icons folder of the extension's own icons */
export const ownIcon = (icons: string, name: string): Gio.Icon =>
    new Gio.FileIcon({file: Gio.File.new_for_path(`${icons}/${name}.svg`)});

export const stateIcon = (firewall: Firewall, icons: string): Gio.Icon =>
    ownIcon(icons, firewall.status ? ICONS[firewall.status.state] : 'galaf-off-symbolic');

export function stateTexts(firewall: Firewall): {title: string; detail: string} {
    const {status, absence} = firewall;
    if (status) return {title: stateName(status.state), detail: stateDetail(status, clock)};
    return {
        title: absence === null ? _('Connecting…') : _('Not Available'),
        detail: absence ?? _('The firewall’s helper is being asked'),
    };
}
