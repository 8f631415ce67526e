/** Signals to everybody. They say that something happened, never what went over the network. */
import type Gio from 'gi://Gio';
import GLib from 'gi://GLib';

let exported: Gio.DBusExportedObject | null = null;

/** Called once, when the object is on the bus; before that there is nobody to tell. */
export function connect(object: Gio.DBusExportedObject): void {
    exported = object;
}

/** Another generation is in force. */
export const policyChanged = (generation: number): void =>
    exported?.emit_signal('PolicyChanged', new GLib.Variant('(u)', [generation]));

/** Something that Status tells is different now. */
export const statusChanged = (): void => exported?.emit_signal('StatusChanged', null as never);

/** Long work goes on: `done` of `total`, both 0 when unknown. */
export const progress = (operation: string, done: number, total: number, text: string): void =>
    exported?.emit_signal('Progress', new GLib.Variant('(suus)', [operation, done, total, text]));
