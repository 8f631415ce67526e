/** Arguments of methods that are JSON. */
import {InvalidArgumentError} from '../errors.js';

/**
 * An object as a caller sent it; an empty text is one without members.
 *
 * @param refusal what is said of anything else
 */
export function readObject(text: string, refusal: string): Readonly<Record<string, unknown>> {
    let value: unknown;
    try {
        value = text === '' ? {} : JSON.parse(text);
    } catch {
        value = null;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new InvalidArgumentError(refusal);
    return value as Record<string, unknown>;
}
