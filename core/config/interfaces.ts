/** Names of network interfaces, as they stand in rules. */
import type {Value} from './value.js';

/** The kernel's limit is 15 characters. A `*` at the end stands for the rest; alone it would be every interface. */
const NAME = /^(?:[A-Za-z0-9_.:@-]{1,15}|[A-Za-z0-9_.:@-]{1,14}\*)$/;

export function readInterface(value: Value): string | null {
    const name = value.string();
    if (name === null || NAME.test(name)) return name;
    return value.error(
        'bad-interface',
        `"${name}" is no name of a network interface`,
        'at most 15 letters, digits or any of _.:@- as in "docker0"; a * at the end stands for the rest, as in "br-*"',
    );
}
