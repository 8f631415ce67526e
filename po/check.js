// node po/check.js   Whether galaf.pot is fresh and every language of LINGUAS is complete: each text translated, none fuzzy,
// the `{name}` places of the original and no others, as many plural forms as the language has, mnemonics and the ends of
// lists kept; and whether all that core says is in it. Prints one line for each mistake.
import {spawnSync} from 'node:child_process';
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {saidFiles, sentencesIn} from './core-texts.js';

const here = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const mistakes = [];

/** Entries of a catalogue, in the plain form that msgcat writes: one line for each text. */
function entries(file) {
    const {status, stdout, stderr} = spawnSync('msgcat', ['--no-wrap', file], {encoding: 'utf8'});
    if (status !== 0) throw new Error(stderr);
    const blocks = stdout.split(/\n\n+/).filter(block => /^msgid /m.test(block));
    return blocks.map(block => {
        const texts = {};
        let field = '';
        for (const line of block.split('\n')) {
            const match = /^(?:(msg[a-z_]+(?:\[\d\])?) )?(".*")$/.exec(line);
            if (!match) continue;
            field = match[1] ?? field;
            texts[field] = (texts[field] ?? '') + JSON.parse(match[2]);
        }
        return {texts, fuzzy: /^#,.*\bfuzzy\b/m.test(block)};
    });
}

const places = text => [...text.matchAll(/\{\w+\}|\$\(\w+\)|%[A-Za-z]/g)].map(([place]) => place).sort();
const MNEMONIC = /(^|[^\p{L}\p{N}])_\p{L}/u;
const same = (a, b) => a.join() === b.join();

/**
 * What is wrong with one translation of a text.
 *
 * @param number the place that may be left out, since a language may have a word for "two minutes"; '' for none
 */
function wrong(original, translation, number) {
    if (!translation) return 'not translated';
    const [wanted, found] = [places(original), places(translation)];
    if (!same(wanted, found) && !same(wanted, [...found, number].sort()))
        return `places ${wanted.join()} became ${found.join()}`;
    // In a translation the letter may stand inside of a word; in a name such as ptrace_scope it is none.
    if (MNEMONIC.test(original) ? !/_\p{L}/u.test(translation) : MNEMONIC.test(translation))
        return 'mnemonic (_) lost or invented';
    if (original.endsWith(';') !== translation.endsWith(';')) return 'a list ends with ";"';
    if (original.endsWith('…') !== translation.endsWith('…')) return '"…" lost or invented';
    return original.trim() === original && translation.trim() !== translation ? 'space at an end' : null;
}

function checkLanguage(language) {
    const file = path.join(here, `${language}.po`);
    const [header, ...texts] = entries(file);
    const forms = Number(/nplurals=(\d)/.exec(header.texts.msgstr)?.[1] ?? 0);
    const known = new Set();
    for (const {texts: text, fuzzy} of texts) {
        const complain = what => mistakes.push(`${language}: ${JSON.stringify(text.msgid)}: ${what}`);
        known.add(text.msgid);
        if (fuzzy) complain('fuzzy');
        const translations = Object.entries(text).filter(([field]) => field.startsWith('msgstr'));
        if (text.msgid_plural && translations.length !== forms) complain(`has not ${forms} plural forms`);
        // The last form is for all numbers that have none of their own.
        const last = `msgstr[${forms - 1}]`;
        for (const [field, translation] of translations) {
            const number = text.msgid_plural && field !== last ? /\{(count|seconds)\}/ : null;
            const what = wrong(
                text.msgid_plural ?? text.msgid,
                translation,
                number?.exec(text.msgid_plural)?.[0] ?? '',
            );
            if (what) complain(what);
        }
    }
    return known;
}

const scratch = mkdtempSync(path.join(tmpdir(), 'galaf-pot-'));
const fresh = path.join(scratch, 'galaf.pot');
const committed = path.join(here, 'galaf.pot');
try {
    const {status, stderr} = spawnSync(path.join(here, 'pot'), [fresh], {encoding: 'utf8'});
    if (status !== 0) throw new Error(stderr);
    const wanted = entries(fresh).map(({texts}) => texts.msgid);
    if (readFileSync(fresh, 'utf8') !== readFileSync(committed, 'utf8'))
        mistakes.push('galaf.pot is not what the sources say; run npm run pot');
    for (const language of readFileSync(path.join(here, 'LINGUAS'), 'utf8').split(/\s+/).filter(Boolean)) {
        const known = checkLanguage(language);
        for (const text of wanted)
            if (text && !known.has(text)) mistakes.push(`${language}: ${JSON.stringify(text)}: missing`);
    }
} finally {
    rmSync(scratch, {recursive: true});
}
// What core says to nobody: names, rendered files, manuals, and what only a program can get wrong.
const NOT_SAID =
    /^core\/(render|man|docs)|\/(desktop|editing\/(print|read)|json-schema|port-sets|reference|schema|shapes|addresses|proposal|templates)\.ts$|^core\/machine\//;
const listed = new Set(saidFiles());
for (const file of readdirSync(path.join(here, '../core'), {recursive: true}).map(name => `core/${name}`))
    if (file.endsWith('.ts') && !listed.has(file) && !NOT_SAID.test(file) && sentencesIn(file).length)
        mistakes.push(`${file}: has sentences, but is not in POTFILES.in`);
// What programs say in _() and ngettext().
const words = new Set(readFileSync(path.join(here, 'POTFILES.in'), 'utf8').split('\n'));
for (const folder of ['cli', 'extension', 'helper', 'prefs'])
    for (const name of readdirSync(path.join(here, '..', folder), {recursive: true})) {
        const file = `${folder}/${name}`;
        if (!/(?<!\.d)\.ts$/.test(file) || words.has(file)) continue;
        if (/(?<![\w.])(_|ngettext)\(/.test(readFileSync(path.join(here, '..', file), 'utf8')))
            mistakes.push(`${file}: has texts to translate, but is not in POTFILES.in`);
    }
for (const mistake of mistakes) console.log(mistake);
process.exitCode = mistakes.length ? 1 : 0;
