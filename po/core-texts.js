// Core's sentences: literals and templates with words in them, in the files of core/ that POTFILES.in names. Core itself knows
// no languages; see core/words.ts.
import {readFileSync} from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), '..');

/** Words with a space, as no key and no command has; what is thrown at programmers is not for translators. */
const isSentence = text =>
    /[A-Za-z]/.test(text.replace(/\{\d+\}/g, '')) && / /.test(text.trim()) && !/^,|\n/.test(text);

/** A template's values become {0}, {1}, …; null for what is no text. */
function textOf(node) {
    if (ts.isStringLiteralLike(node)) return node.text;
    if (!ts.isTemplateExpression(node)) return null;
    return node.head.text + node.templateSpans.map(({literal}, i) => `{${i}}${literal.text}`).join('');
}

export function sentencesIn(file) {
    const source = ts.createSourceFile(
        file,
        readFileSync(path.join(root, file), 'utf8'),
        ts.ScriptTarget.ESNext,
        true,
    );
    const found = [];
    const look = node => {
        if (ts.isThrowStatement(node) || ts.isImportDeclaration(node)) return;
        const text = textOf(node);
        if (text !== null && (isSentence(text) || ts.isReturnStatement(node.parent))) found.push(text);
        ts.forEachChild(node, look);
    };
    look(source);
    return found;
}

/** Files of core that POTFILES.in names. */
export const coreFiles = () =>
    readFileSync(path.join(root, 'po/POTFILES.in'), 'utf8')
        .split('\n')
        .filter(line => line.startsWith('core/'));

export const coreTexts = () => [...new Set(coreFiles().flatMap(sentencesIn))];
