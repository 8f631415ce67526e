/** Modules without published types: what we use of them. */
declare module 'gi://GioUnix?version=2.0' {
    import type Gio from 'gi://Gio';

    namespace GioUnix {
        interface DesktopAppInfo extends Gio.AppInfo {
            get_string(key: string): string | null;
            get_categories(): string | null;
        }
    }
    export default GioUnix;
}

declare module 'gi://GtkSource?version=5' {
    const GtkSource: object;
    export default GtkSource;
}

/** Core's sentences; build.js makes it. */
declare module 'galaf:texts' {
    const texts: readonly string[];
    export default texts;
}
