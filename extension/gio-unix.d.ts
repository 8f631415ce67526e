/** Not among the packages of types that this project uses. */
declare module 'gi://GioUnix' {
    import type Gio from 'gi://Gio';
    import type GLib from 'gi://GLib';

    /** The parts of GioUnix-2.0 that start programs (extension/) and know descriptors (cli/). */
    namespace GioUnix {
        interface DesktopAppInfo extends Gio.AppInfo {
            get_startup_wm_class(): string | null;
            get_string(key: string): string | null;
            launch_uris_as_manager_with_fds(
                uris: string[],
                context: Gio.AppLaunchContext | null,
                flags: GLib.SpawnFlags,
                userSetup: (() => void) | null,
                onPid: ((info: DesktopAppInfo, pid: number) => void) | null,
                stdin: number,
                stdout: number,
                stderr: number,
            ): boolean;
        }
        interface FileDescriptorBased {
            get_fd(): number;
        }
        class OutputStream extends Gio.OutputStream {
            readonly fd: number;
        }
        const DesktopAppInfo: {
            /** Null when the program of `Exec=` is not there. */
            new_from_keyfile(file: GLib.KeyFile): DesktopAppInfo | null;
        };
    }
    export default GioUnix;
}
