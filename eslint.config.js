import tseslint from 'typescript-eslint';

/** The direction of dependencies that docs/ARCHITECTURE.md draws, as lint rules. */
const forbid = (files, patterns) => ({
    files,
    rules: {'no-restricted-imports': ['error', {patterns}]},
});

/** Types count as well, which the bundler does not see; what of the helper is shared, it knows better. */
const others = (...known) =>
    ['helper', 'cli', 'prefs', 'extension']
        .filter(name => !known.includes(name))
        .map(name => `**/${name}/**`);
const SHELL = ['gi://St', 'gi://Clutter', 'gi://Shell', 'gi://Meta'];

export default tseslint.config(
    {ignores: ['dist/', '.cache/', 'node_modules/', '**/*.js']},
    ...tseslint.configs.recommendedTypeChecked,
    {languageOptions: {parserOptions: {projectService: true}}},
    {
        rules: {
            '@typescript-eslint/no-unused-vars': ['error', {argsIgnorePattern: '^_'}],
            '@typescript-eslint/restrict-template-expressions': 'off',
        },
    },
    forbid(['core/**'], [{group: ['gi://*', 'node:*', ...others('core')]}]),
    forbid(['helper/**'], [{group: others('helper')}]),
    forbid(['cli/**'], [{group: others('cli', 'helper')}]),
    forbid(['prefs/**'], [{group: [...SHELL, ...others('prefs', 'helper')]}]),
    forbid(['extension/**'], [{group: others('extension', 'helper')}]),
);
