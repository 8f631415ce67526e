/**
 * Files of a user that win over what a generation overrides: XDG Base Directory Specification ($XDG_DATA_HOME before
 * $XDG_DATA_DIRS), systemd.unit(5).
 */

/** Where each kind of override can be overridden again, below a home. */
const PLACES: readonly (readonly [prefix: string, folder: string])[] = [
    ['share/', '.local/share/'],
    ['xdg/', '.config/'],
    ['systemd/user/', '.config/systemd/user/'],
];

/** A file that wins, and what it wins over (a path below the generation). */
export interface Shadow {
    readonly file: string;
    readonly override: string;
}

/**
 * @param overrides paths below a generation, such as `share/applications/web.desktop`
 * @param exists whether a file is there
 */
export function shadows(
    overrides: readonly string[],
    home: string,
    exists: (path: string) => boolean,
): Shadow[] {
    return overrides
        .filter(override => !override.endsWith('/mimeinfo.cache'))
        .flatMap(override =>
            PLACES.filter(([prefix]) => override.startsWith(prefix)).map(([prefix, folder]) => ({
                override,
                // A unit of one's own replaces the system's with all its drop-ins.
                file: `${home}/${folder}${override.slice(prefix.length).replace(/\.d\/galaf\.conf$/, '')}`,
            })),
        )
        .filter(({file}) => exists(file));
}
