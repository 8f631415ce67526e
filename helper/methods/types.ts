import type {Caller} from '../caller.js';

/** One method of the interface: its arguments as D-Bus unpacked them, and who called. The result becomes the JSON. */
export type Method = (args: never, caller: Caller) => unknown;
export type Methods = Readonly<Record<string, Method>>;
