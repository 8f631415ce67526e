// gjs -m apply.js DIRECTORY   Check and render 1,000 groups of 5 names each; prints milliseconds (median of five) and
// leaves the ruleset of the policy and of two slight edits in DIRECTORY.
import GLib from 'gi://GLib';
import {configText, render} from './policy.js';

declare const ARGV: string[];
declare function print(...values: unknown[]): void;

const directory = ARGV[0] ?? '.';
const text = configText(1000, 5);
const times: number[] = [];
for (let round = 0; round < 5; round++) {
    const start = GLib.get_monotonic_time();
    const {files} = render(text);
    times.push((GLib.get_monotonic_time() - start) / 1000);
    GLib.file_set_contents(`${directory}/ruleset.nft`, files.get('ruleset.nft') ?? '');
}
const median = times.sort((a, b) => a - b)[2];
print(Math.round(median ?? NaN));
