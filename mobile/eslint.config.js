const { defineConfig } = require('eslint/config');
const expoConfig = require('eslint-config-expo/flat');
const prettierRecommended = require('eslint-plugin-prettier/recommended');

const banned = [
  {
    name: 'react-native',
    importNames: ['Text', 'Button', 'TextInput', 'TouchableOpacity', 'Switch'],
    message: 'Use the parts in src/ui.',
  },
  { name: 'react-native', importNames: ['Alert'], message: 'A no-op on the web: show a Notice or a Confirm.' },
];

module.exports = defineConfig([
  { ignores: ['dist/**', '.expo/**', 'android/**', 'ios/**', 'scripts/sw.template.js'] },
  expoConfig,
  prettierRecommended,
  {
    rules: {
      eqeqeq: 'error',
      'no-console': 'error',
      'no-restricted-imports': ['error', { paths: banned }],
    },
  },
  { files: ['src/ui/**'], rules: { 'no-restricted-imports': ['error', { paths: banned.slice(1) }] } },
  { files: ['src/screens/**'], rules: { 'max-lines': ['error', 220] } },
  { files: ['src/**'], rules: { 'max-lines': ['error', 300] } },
  { files: ['jest.setup.js'], languageOptions: { globals: { jest: 'readonly' } } },
  {
    files: ['scripts/**', 'e2e/**'],
    rules: { 'no-console': 'off' },
    languageOptions: { globals: { process: 'readonly', URL: 'readonly' } },
  },
]);
