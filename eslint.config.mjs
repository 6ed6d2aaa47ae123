import { builtinModules } from 'node:module';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

// The rules of the house that one file can break alone. What depends on a file's kind and on the import graph is in
// .dependency-cruiser.cjs.

const plainModules = [
  {
    selector: 'ExportDefaultDeclaration',
    message: 'No default exports: a thing has one name, the same everywhere.',
  },
  {
    selector: 'ExportAllDeclaration, ExportNamedDeclaration[source]',
    message: 'No barrels: import from the file that owns the name.',
  },
];
const noClasses = {
  selector: 'ClassDeclaration, ClassExpression',
  message: 'No classes but EcsCdError: functions and data.',
};
const noOwnTime = {
  selector:
    "MemberExpression[object.name='Date'][property.name='now'], NewExpression[callee.name='Date'][arguments.length=0]",
  message: 'Time comes from the clock of the Host, which tests can turn.',
};

const noProcess = 'Only a main.ts touches the process; everything else is handed what it needs of it.';
const noSpawning = { name: 'node:child_process', message: 'Only runner/subprocess.ts spawns.' };
const noPlainBuiltins = {
  regex: `^(${builtinModules.filter((name) => !name.includes('/')).join('|')})(/|$)`,
  message: 'Node modules are spelled node:*, as the import rule of the house expects.',
};

const restrictedSyntax = (...restrictions) => ['error', ...plainModules, ...restrictions];
const restrictedImports = (...paths) => ['error', { paths, patterns: [noPlainBuiltins] }];

export default defineConfig(
  { ignores: ['dist/', '**/*.mjs', '**/*.cjs'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['error', { max: 220 }],
      'no-restricted-imports': restrictedImports(),
      'no-restricted-syntax': restrictedSyntax(noClasses),
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // The spelling tells a type from a value to the import rule. `typeof import()` types a lazy require.
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // Numbers belong in messages; an object or undefined in one is a mistake.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Stricter than they are useful here:
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/require-await': 'off',
      // Objects are closures: without classes there is no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['runner/**/*.ts', '.ci/**/*.ts'],
    rules: {
      'no-console': 'error',
      // A function that one screen does not hold decides and acts at once.
      complexity: ['error', 12],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'no-restricted-globals': [
        'error',
        { globals: [{ name: 'process', message: noProcess }], checkGlobalObject: true },
      ],
      'no-restricted-imports': restrictedImports({ name: 'node:process', message: noProcess }, noSpawning),
      'no-restricted-syntax': restrictedSyntax(noClasses, noOwnTime),
      // A command loads only what it uses.
      '@typescript-eslint/no-require-imports': [
        'error',
        { allow: ['^@aws-sdk/', '^@smithy/', '^https?-proxy-agent$', '^yaml$', '^\\.'] },
      ],
    },
  },
  {
    files: ['runner/main.ts', '.ci/*.ts'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-imports': restrictedImports(noSpawning) },
  },
  { files: ['runner/subprocess.ts'], rules: { 'no-restricted-imports': restrictedImports() } },
  { files: ['runner/errors.ts'], rules: { 'no-restricted-syntax': restrictedSyntax(noOwnTime) } },
  // Sessions and tokens expire by the wall clock, whatever a test turns.
  {
    files: ['runner/clock.ts', 'runner/aws/**/*.ts'],
    rules: { 'no-restricted-syntax': restrictedSyntax(noClasses) },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // chai's claims are expressions, and a test may index what it has just made.
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
);
