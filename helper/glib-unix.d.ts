/** GLib 2.84 calls it signal_add_full; later versions may give it the name that GLib's C code has. */
declare module 'gi://GLibUnix' {
    type Add = (priority: number, signum: number, handler: () => boolean) => number;
    const GLibUnix: {signal_add_full?: Add; signal_add?: Add};
    export default GLibUnix;
}
