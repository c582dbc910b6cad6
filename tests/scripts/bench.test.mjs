// bench/compare: that it explains itself, refuses nonsense, and that its load builds and works. How fast anything is, is not a test.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { root } from '../harness/server.mjs';

const timeout = 120_000;
const compare = path.join(root, 'bench/compare');
const run = (...args) => promisify(execFile)(compare, args, { timeout }).then(
  ({ stdout, stderr }) => ({ code: 0, out: stdout + stderr }),
  ({ code, stdout, stderr }) => ({ code, out: stdout + stderr }),
);

test('it explains itself', { timeout }, async () => {
  const { code, out } = await run('--help');
  assert.equal(code, 0, out);
  for (const option of ['--quick', '--rounds', '--only', '--variant', '--check']) assert.match(out, new RegExp(option));
});

test('it refuses an option it does not know', { timeout }, async () => {
  const { code, out } = await run('--fast');
  assert.equal(code, 1);
  assert.match(out, /^compare: .*--fast/);
});

test('its load loses nothing on the relay that is the floor', { timeout, skip: process.platform !== 'linux' && 'the load needs Linux' }, async () => {
  const { code, out } = await run('--check');
  assert.equal(code, 0, out);
  assert.match(out, /^delivered (\d+) of \1$/m);
});
