import tseslint from 'typescript-eslint';

/** The direction of dependencies that docs/ARCHITECTURE.md draws, as lint rules. */
const forbid = (files, patterns) => ({
    files,
    rules: {'no-restricted-imports': ['error', {patterns}]},
});

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
    forbid(
        ['core/**'],
        [{group: ['gi://*', 'node:*', '../helper/*', '../cli/*', '../../helper/*', '../../cli/*']}],
    ),
    forbid(['helper/**'], [{group: ['**/cli/**', '**/prefs/**']}]),
    forbid(['prefs/**'], [{group: ['**/cli/**', 'gi://St', 'gi://Clutter', 'gi://Shell', 'gi://Meta']}]),
);
