// node po/extract.js DIRECTORY FILE…   Writes, under each TypeScript file's name in DIRECTORY, its calls of _() and ngettext()
// as JavaScript that xgettext reads without mistakes: its own reader stumbles over types and regular expressions. Texts
// that are not literals are an error. Of core/ and helper/, see core-texts.js; what polkit is given to say stands in _() in helper/.
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import {sentencesIn} from './core-texts.js';

const COUNTS = {_: 1, ngettext: 2};
const NOTE = 'Translators:';
let failed = false;

/** The words behind "Translators:" in the comments before a node's statement or argument. */
function noteBefore(text, node) {
    for (let at = node; at && !ts.isSourceFile(at); at = at.parent) {
        const comments = ts.getLeadingCommentRanges(text, at.getFullStart()) ?? [];
        const notes = comments
            .map(({pos, end}) => text.slice(pos, end).replace(/^\/[/*]+\s*|\s*\*\/$/g, ''))
            .join(' ');
        if (notes.includes(NOTE)) return notes.slice(notes.indexOf(NOTE)).replace(/\s+/g, ' ');
        if (ts.isStatement(at)) return '';
    }
    return '';
}

function literal(file, source, node) {
    if (ts.isStringLiteralLike(node)) return node.text;
    const {line} = source.getLineAndCharacterOfPosition(node.getStart());
    console.error(`${file}:${line + 1}: a text to translate must be a literal`);
    failed = true;
    return '';
}

/** Every call in one file: name, texts and the note for translators. */
function callsIn(file) {
    const said = /^(core|helper)\//.test(file) ? sentencesIn(file) : [];
    const sentences = said.map(text => ({name: '_', texts: [text], note: ''}));
    if (file.startsWith('core/')) return sentences;
    const text = readFileSync(file, 'utf8');
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
    const calls = [];
    const look = node => {
        if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && COUNTS[node.expression.text]) {
            const name = node.expression.text;
            const texts = node.arguments.slice(0, COUNTS[name]).map(it => literal(file, source, it));
            calls.push({name, texts, note: noteBefore(text, node)});
        }
        ts.forEachChild(node, look);
    };
    look(source);
    return [...sentences, ...calls];
}

const [directory, ...files] = process.argv.slice(2);
for (const file of files) {
    const calls = callsIn(file).map(({name, texts, note}) => {
        const args = texts.map(text => JSON.stringify(text)).join(', ');
        // The second comment keeps a note from reaching the next call.
        return `${note ? `// ${note}\n` : ''}${name}(${args});\n// -\n`;
    });
    mkdirSync(path.join(directory, path.dirname(file)), {recursive: true});
    writeFileSync(path.join(directory, file), calls.join(''));
}
process.exitCode = failed ? 1 : 0;
