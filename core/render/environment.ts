/**
 * launch/UID: the environment that app groups get when this user launches them. The launcher rebuilds it from nothing: a
 * variable that an interpreter or a toolkit obeys would run the caller's code under the app's group.
 */
import type {Policy, SystemUser} from '../policy/types.js';
import {launchRecords} from './launch.js';

const DIGITS = '0123456789';
const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const WORD = `${CAPITALS}${CAPITALS.toLowerCase()}${DIGITS}_-`;
/** No slash: a module, theme or locale by name, never by path. */
const NAMES = `${WORD}.`;

/**
 * Variables that pass from the caller: name (a `*` at its end stands for more capital letters), all characters that the
 * value may contain, and perhaps the one that it must begin with.
 */
const PASSED: readonly (readonly [name: string, characters: string, first?: string])[] = [
    // Display; only one of this machine, as the server reads and types what the app does.
    ['DISPLAY', `:.${DIGITS}`, ':'],
    ['WAYLAND_DISPLAY', NAMES],
    ['XAUTHORITY', `${NAMES}/`, '/'],
    ['XDG_SESSION_TYPE', WORD],
    ['XDG_CURRENT_DESKTOP', `${WORD}:`],
    ['XDG_SESSION_DESKTOP', WORD],
    ['DESKTOP_SESSION', WORD],
    ['XDG_ACTIVATION_TOKEN', `${NAMES}/:`],
    ['DESKTOP_STARTUP_ID', `${NAMES}/:`],
    ['GDK_SCALE', `${DIGITS}.`],
    ['GDK_DPI_SCALE', `${DIGITS}.`],
    ['QT_SCALE_FACTOR', `${DIGITS}.`],
    ['QT_AUTO_SCREEN_SCALE_FACTOR', `${DIGITS}.`],
    ['TERM', `${NAMES}+`],
    ['COLORTERM', WORD],
    ['NO_COLOR', WORD],
    // Locale.
    ['LANG', `${NAMES}@`],
    ['LANGUAGE', `${NAMES}@:`],
    ['LC_*', `${NAMES}@`],
    // Input methods.
    ['GTK_IM_MODULE', `${WORD}:`],
    ['QT_IM_MODULE', WORD],
    ['QT_IM_MODULES', `${WORD};`],
    ['XMODIFIERS', `${WORD}@=`],
    // Theme and cursor.
    ['GTK_THEME', `${NAMES}:`],
    ['QT_STYLE_OVERRIDE', WORD],
    ['QT_QPA_PLATFORMTHEME', WORD],
    ['XCURSOR_THEME', NAMES],
    ['XCURSOR_SIZE', DIGITS],
];

const DATA_DIRS = '/var/lib/galaf/share:/usr/local/share:/usr/share:/var/lib/flatpak/exports/share';

export function renderUserEnvironment({name, home, shell}: SystemUser): string {
    return launchRecords([
        ...PASSED.map(([variable, characters, first = '*']) => `pass=${variable} ${first} ${characters}`),
        `env=HOME=${home || '/'}`,
        `env=USER=${name}`,
        `env=LOGNAME=${name}`,
        `env=SHELL=${shell || '/bin/sh'}`,
        // A link that one app opens finds the other app's override.
        `env=XDG_DATA_DIRS=${DATA_DIRS}`,
        'env=PATH=/usr/local/bin:/usr/bin:/bin:/usr/local/games:/usr/games',
    ]);
}

/** Everybody who may launch something. Of several users with one uid the first counts, as in getpwuid(3). */
export function launchingUsers({groups, machine}: Policy): SystemUser[] {
    const ranges = new Map(
        groups
            .filter(group => group.execv?.length)
            .flatMap(group => group.launchers)
            .map(range => [String(range), range]),
    );
    const users = new Map([...machine.users].reverse().map(user => [user.uid, user]));
    return [...users.values()]
        .filter(({uid}) => [...ranges.values()].some(([from, to]) => uid >= from && uid <= to))
        .sort((a, b) => a.uid - b.uid);
}
