// node emit.js KIND GROUPS FILE   Writes a ruleset and prints "GID SET" of its last group.
import {writeFileSync} from 'node:fs';
import {ruleset} from './policy.js';

const [kind = 'galaf', count = '10', file = '/dev/stdout'] = process.argv.slice(2);
const {text, gid, learned} = ruleset(kind, Number(count));
writeFileSync(file, text);
console.log(gid, learned);
