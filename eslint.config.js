import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import ts from 'typescript-eslint'

/** One way to hide a member: `private`, which is erased with the types. */
const noHashNames = { selector: 'PrivateIdentifier', message: 'Write `private name`, as everywhere.' }

const rules = {
  'no-restricted-syntax': ['error', noHashNames],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/no-unnecessary-condition': 'off',
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  '@typescript-eslint/only-throw-error': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
  'no-console': 'error',
  'no-duplicate-imports': 'error'
}

export default ts.config(
  { ignores: ['node_modules', 'out', 'dist', 'coverage', 'resources', 'src/kernels'] },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname, extraFileExtensions: ['.vue'] }
    },
    rules
  },
  {
    // vue-tsc checks the types of components; the type-aware rules know no .vue files.
    files: ['**/*.vue'],
    extends: [ts.configs.recommended, ...vue.configs['flat/recommended']],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      'no-console': 'error',
      'no-duplicate-imports': 'error',
      'no-undef': 'off',
      // What a value holds is text, never markup.
      'vue/no-v-html': 'error',
      'vue/define-macros-order': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/no-unused-properties': 'error',
      // Prettier lays out.
      'vue/html-indent': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/require-default-prop': 'off'
    }
  },
  {
    // What is stored has one owner.
    files: ['src/**/*.ts', 'src/**/*.vue'],
    ignores: ['src/core/catalogue/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            ':matches(Literal[value=/^\\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|PRAGMA) /], TemplateElement[value.raw=/^\\s*(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|PRAGMA) /], CallExpression[callee.property.name="pragma"])',
          message: 'SQL is written in src/core/catalogue: add a named function there.'
        }
      ]
    }
  },
  // Tests and benchmarks speak to whoever runs them.
  { files: ['test/**', 'bench/**', 'fuzz/**'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**/*.ts'],
    ignores: ['test/fast-check.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'fast-check', message: 'Import test/fast-check.ts, which sets the seed.' }] }
      ]
    }
  },
  {
    files: ['test/e2e/**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        noHashNames,
        {
          selector:
            "CallExpression[callee.name='expect'] > AwaitExpression.arguments > CallExpression[callee.property.name=/^(textContent|allTextContents|getAttribute|isDisabled|count|inputValue)$/]",
          message: 'A page shows what happened a moment later: await expect.poll(() => …).'
        }
      ]
    }
  },
  {
    files: ['**/*.js', '**/*.mjs', '**/*.cjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', module: 'writable', URL: 'readonly' } }
  }
)
