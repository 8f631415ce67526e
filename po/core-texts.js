// Sentences of core and of the helper: literals and templates with words in them, in the files of core/ that POTFILES.in
// names, and what those of helper/ throw. Neither knows any language; see core/words.ts.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');

/** What root may type to mend something. */
const COMMAND = /^(chmod|galafctl|gpasswd|mount|mv|sed|setcap|systemctl|usermod) /;

/** A section of D-Bus's service files. */
const SECTION = 'D-BUS Service';

/** Words with a space, as no key has. */
const isSentence = text =>
    /[A-Za-z]/.test(text.replace(/\{\d+\}/g, '')) &&
    / /.test(text.trim()) &&
    !/^,|\n/.test(text) &&
    !COMMAND.test(text) &&
    text !== SECTION;

/** A template's values become {0}, {1}, …; null for what is no text. */
function textOf(node) {
    if (ts.isStringLiteralLike(node)) return node.text;
    if (!ts.isTemplateExpression(node)) return null;
    return node.head.text + node.templateSpans.map(({literal}, i) => `{${i}}${literal.text}`).join('');
}

/** What an error that has no name of its own says, nobody is meant to read. */
const isForProgrammers = node =>
    ts.isThrowStatement(node) &&
    ts.isNewExpression(node.expression) &&
    /^(Type|Range)?Error$/.test(node.expression.expression.getText());

const isSuperCall = node => ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.SuperKeyword;

export function sentencesIn(file) {
    const source = ts.createSourceFile(
        file,
        readFileSync(path.join(root, file), 'utf8'),
        ts.ScriptTarget.ESNext,
        true,
    );
    const found = [];
    const errorsOnly = file.startsWith('helper/');
    const look = (node, wanted) => {
        if (ts.isImportDeclaration(node) || isForProgrammers(node)) return;
        const text = wanted ? textOf(node) : null;
        if (text !== null && (isSentence(text) || ts.isReturnStatement(node.parent))) found.push(text);
        const error = ts.isThrowStatement(node) || isSuperCall(node);
        ts.forEachChild(node, child => look(child, wanted || error));
    };
    look(source, !errorsOnly);
    return found;
}

/** Files of core and the helper that POTFILES.in names. */
export const saidFiles = () =>
    readFileSync(path.join(root, 'po/POTFILES.in'), 'utf8')
        .split('\n')
        .filter(line => /^(core|helper)\//.test(line));

export const saidTexts = () => [...new Set(saidFiles().flatMap(sentencesIn))];
