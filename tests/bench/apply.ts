// gjs -m apply.js   Check and render 1,000 groups of 5 names each; prints milliseconds, the median of five.
import GLib from 'gi://GLib';
import {configText, render} from './policy.js';

const text = configText(1000, 5);
const times: number[] = [];
for (let round = 0; round < 5; round++) {
    const start = GLib.get_monotonic_time();
    render(text);
    times.push((GLib.get_monotonic_time() - start) / 1000);
}
const median = times.sort((a, b) => a - b)[2];
print(Math.round(median ?? NaN));
