// node build.js [programs|extension|native|bpf|man|locale|tests|bench|docs|all]   Everything lands in dist/.
import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import * as esbuild from 'esbuild';
import ts from 'typescript';
import {saidTexts} from './po/core-texts.js';

const root = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const dist = path.join(root, 'dist');
const {version} = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** What the extension takes from other folders; it is put beside the extension's own files. */
const borrowed = ['core/gids.ts', 'helper/dbus/client.ts'];

/** Which top-level folders each folder may import from; docs/ARCHITECTURE.md draws the same arrows. */
const allowed = {
    core: ['core'],
    helper: ['helper', 'core'],
    // The interface description is shared, and how files are read; nothing else of the helper is.
    cli: ['cli', 'core', 'helper/dbus', 'helper/reading.js'],
    prefs: ['prefs', 'core', 'helper/dbus', 'helper/reading.js'],
    extension: ['extension', ...borrowed.map(name => name.replace(/ts$/, 'js'))],
    tests: ['tests', 'core', 'helper', 'cli', 'prefs', 'extension'],
};

const mayImport = (folder, file) => allowed[folder].some(rule => `${file}/`.startsWith(`${rule}/`));

/** Fails the build when an import crosses a boundary, so that a slip cannot hide in a bundle. */
const boundaries = {
    name: 'boundaries',
    setup(build) {
        build.onResolve({filter: /^\.{1,2}\//}, args => {
            const [from] = path.relative(root, args.importer).split(path.sep);
            const to = path.relative(root, path.resolve(args.resolveDir, args.path));
            if (!allowed[from] || mayImport(from, to)) return null;
            return {errors: [{text: `${from}/ must not import ${to}`}]};
        });
    },
};

/** `galaf:texts` is the list of core's sentences, for those who show them in other languages. */
const texts = {
    name: 'texts',
    setup(build) {
        build.onResolve({filter: /^galaf:texts$/}, ({path}) => ({path, namespace: 'texts'}));
        build.onLoad({filter: /.*/, namespace: 'texts'}, () => ({
            contents: JSON.stringify(saidTexts()),
            loader: 'json',
        }));
    },
};

const gjs = {
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'firefox128',
    external: ['gi://*', 'system', 'gettext', 'console', 'cairo'],
    loader: {'.xml': 'text', '.css': 'text'},
    define: {VERSION: JSON.stringify(version)},
    plugins: [boundaries, texts],
    logLevel: 'warning',
    charset: 'utf8',
};

function find(directory, suffix) {
    let entries;
    try {
        entries = readdirSync(path.join(root, directory));
    } catch {
        return [];
    }
    return entries.flatMap(name => {
        const relative = path.join(directory, name);
        if (statSync(path.join(root, relative)).isDirectory()) return find(relative, suffix);
        return name.endsWith(suffix) ? [relative] : [];
    });
}

function run(command, args) {
    const {status} = spawnSync(command, args, {cwd: root, stdio: 'inherit'});
    if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed`);
}

async function programs() {
    await esbuild.build({
        ...gjs,
        entryPoints: {helper: 'helper/main.ts', galafctl: 'cli/main.ts', prefs: 'prefs/main.ts'},
        outdir: path.join(dist, 'lib'),
    });
}

/** Relative imports, in a folder where all files lie side by side. Of types nothing is left. */
const flatImports = context => source =>
    ts.visitEachChild(
        source,
        node => {
            if (!ts.isImportDeclaration(node) || !node.moduleSpecifier.text.startsWith('.')) return node;
            const to = path.join(path.dirname(source.fileName), node.moduleSpecifier.text);
            if (!node.importClause?.isTypeOnly && !mayImport('extension', to))
                throw new Error(`${source.fileName}: extension/ must not import ${to}`);
            const flat = context.factory.createStringLiteral(
                `./${path.basename(node.moduleSpecifier.text)}`,
                true,
            );
            const {modifiers, importClause, attributes} = node;
            return context.factory.updateImportDeclaration(node, modifiers, importClause, flat, attributes);
        },
        context,
    );

/** Readable JavaScript, one file for each of ours, as the reviewers of extensions.gnome.org ask. */
function extension() {
    const out = path.join(dist, 'extension');
    rmSync(out, {recursive: true, force: true});
    mkdirSync(path.join(out, 'icons'), {recursive: true});
    for (const source of [...find('extension', '.ts').filter(name => !name.endsWith('.d.ts')), ...borrowed]) {
        const text = readFileSync(path.join(root, source), 'utf8');
        const {outputText} = ts.transpileModule(text, {
            fileName: source,
            compilerOptions: {
                target: ts.ScriptTarget.ES2022,
                module: ts.ModuleKind.ES2022,
                verbatimModuleSyntax: true,
            },
            transformers: {before: [flatImports]},
        });
        writeFileSync(path.join(out, path.basename(source, '.ts') + '.js'), outputText);
    }
    for (const name of ['metadata.json', 'stylesheet-dark.css', 'stylesheet-light.css', 'schemas'])
        cpSync(path.join(root, 'extension', name), path.join(out, name), {recursive: true});
    for (const state of ['', '-paused', '-closed', '-off'])
        cpSync(
            `${root}/data/icons/hicolor/symbolic/apps/galaf${state}-symbolic.svg`,
            `${out}/icons/galaf${state}-symbolic.svg`,
        );
}

async function tests() {
    rmSync(path.join(dist, 'tests'), {recursive: true, force: true});
    const node = {
        ...gjs,
        platform: 'node',
        mainFields: ['module', 'main'],
        target: 'node20',
        external: ['node:*'],
    };
    const bundle = (options, entryPoints, name) =>
        entryPoints.length &&
        esbuild.build({...options, entryPoints, outbase: root, outdir: path.join(dist, name)});
    await bundle(gjs, [...find('tests/core', '.spec.ts'), ...find('tests/gjs', '.spec.ts')], 'tests/gjs');
    await bundle(node, find('tests/core', '.spec.ts'), 'tests/node');
    await bundle(
        node,
        [...find('tests/golden', '.spec.ts'), ...find('tests/property', '.spec.ts')],
        'tests/node',
    );
    await bundle(node, ['tests/guest/crash/model.ts'], 'tests/node');
}

async function bench() {
    await esbuild.build({
        ...gjs,
        platform: 'node',
        external: ['node:*'],
        entryPoints: ['tests/bench/emit.ts'],
        outdir: 'dist/bench',
    });
    await esbuild.build({...gjs, entryPoints: ['tests/bench/apply.ts'], outdir: 'dist/bench'});
}

/** What comes from the schema, so that it cannot say something else: the reference and the JSON Schema. */
async function docs() {
    const outfile = path.join(dist, 'reference.js');
    await esbuild.build({...gjs, entryPoints: ['core/docs.ts'], outfile});
    const {DOCUMENTS} = await import(pathToFileURL(outfile).href);
    for (const [name, render] of Object.entries(DOCUMENTS)) writeFileSync(path.join(root, name), render());
}

/** man pages, from the documents. */
async function man() {
    const outfile = path.join(dist, 'man.js');
    await esbuild.build({...gjs, entryPoints: ['core/man/pages.ts'], outfile});
    const {renderPages} = await import(pathToFileURL(outfile).href);
    const pages = renderPages(name => readFileSync(path.join(root, name), 'utf8'), version);
    mkdirSync(path.join(dist, 'man'), {recursive: true});
    for (const [name, text] of pages) writeFileSync(path.join(dist, 'man', name), text);
}

/** Translated texts: a catalogue for each language, and the files that carry their translations in themselves. */
function locale() {
    const out = path.join(dist, 'locale');
    rmSync(out, {recursive: true, force: true});
    mkdirSync(out, {recursive: true});
    for (const language of readFileSync(path.join(root, 'po/LINGUAS'), 'utf8').split(/\s+/).filter(Boolean)) {
        const messages = path.join(out, language, 'LC_MESSAGES');
        mkdirSync(messages, {recursive: true});
        run('msgfmt', ['--check', `po/${language}.po`, '-o', path.join(messages, 'galaf.mo')]);
    }
    // Rules that say which elements of a polkit policy are texts; gettext brings those for metainfo itself.
    process.env.GETTEXTDATADIRS = path.join(root, 'po');
    const merge = (mode, template) =>
        run('msgfmt', [
            mode,
            `--template=${template}`,
            '-d',
            'po',
            '-o',
            path.join(out, path.basename(template)),
        ]);
    merge('--desktop', 'data/org.galaf.Preferences.desktop');
    merge('--xml', 'data/org.galaf.Preferences.metainfo.xml');
    merge('--xml', 'polkit/org.galaf.policy');
}

const native = () => run('make', ['-s', '-C', 'native']);

function bpf() {
    mkdirSync(path.join(dist, 'bpf'), {recursive: true});
    const include = `-I/usr/include/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
    const arch = `-D__TARGET_ARCH_${process.arch === 'arm64' ? 'arm64' : 'x86'}`;
    for (const source of find('bpf', '.bpf.c')) {
        const object = path.join(dist, 'bpf', path.basename(source, '.c') + '.o');
        run('clang', [
            '-O2',
            '-g',
            '-Wall',
            '-Werror',
            '-target',
            'bpf',
            include,
            arch,
            '-c',
            source,
            '-o',
            object,
        ]);
    }
}

const targets = {programs, extension, native, bpf, man, locale, tests, bench, docs};
const wanted = process.argv.slice(2);
for (const name of wanted.length && wanted[0] !== 'all'
    ? wanted
    : ['programs', 'extension', 'native', 'bpf', 'man', 'locale']) {
    if (!targets[name])
        throw new Error(`unknown target ${name}; known: ${Object.keys(targets).join(', ')}, all`);
    mkdirSync(dist, {recursive: true});
    await targets[name]();
}
