import globals from 'globals';
import tseslint from 'typescript-eslint';

const tests = ['**/*.test.ts', 'test/**/*.ts', '**/test-*.ts'];

export default tseslint.config(
  { ignores: ['dist/**', 'coverage/**', 'node_modules/**', '.pressroom/**'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true }, globals: globals.node },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-extraneous-class': [
        'error',
        { allowWithDecorator: true, allowStaticOnly: true },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Arrows that hand on a void call read better in one line.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // `query<Row>` names what a statement returns; no parameter can say it.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // An implementation of an asynchronous contract may have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // Texts are spread into code points on purpose.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Options objects of Nest are classes in its types and plain objects in its documentation.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      eqeqeq: 'error',
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only libs/config reads the environment.' },
      ],
    },
  },
  {
    files: ['libs/config/**/*.ts', 'apps/cli/**/*.ts', ...tests],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['apps/cli/**/*.ts', 'test/bench/**/*.ts', 'test/torture/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  // A module's wiring is a list, read from top to bottom.
  { files: ['**/*.module.ts'], rules: { 'max-lines-per-function': ['error', { max: 80 }] } },
  {
    files: [...tests, '**/migrations/**'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
