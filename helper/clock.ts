/** Time since boot, and which boot it is. */
import {read} from './files.js';

export const bootId = (): string => read('/proc/sys/kernel/random/boot_id')?.trim() ?? '';

/** Seconds since boot; /proc/uptime counts suspended time (proc_uptime(5)). */
export const uptime = (): number => Number.parseFloat(read('/proc/uptime') ?? '0');
