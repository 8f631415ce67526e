/**
 * Hands a value on when it is another than before. Even reading a property of an actor to compare costs the shell some
 * 30 µs, and setting a text lays out anew: what is shown every second remembers what it showed.
 */
export function onChange<Value>(apply: (value: Value) => void): (value: Value) => void {
    let last: Value | undefined;
    return value => {
        if (value === last) return;
        last = value;
        apply(value);
    };
}
