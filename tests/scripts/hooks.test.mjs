// The commit hook in a throwaway repository: what it formats, what it refuses, what it leaves alone.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { makeRepository } from '../harness/repository.mjs';

const timeout = 120_000;
// Put together here, so that this file holds no secret itself.
const jwt = ['eyJhbGciOiJFUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'c2lnbmF0dXJlLW9mLW5vYm9keQ'].join('.');

let repository;
before(async () => {
  repository = await makeRepository();
  assert.equal((await repository.run('scripts/setup_hooks.sh')).code, 0);
}, { timeout });
after(() => repository?.remove());

const commit = () => repository.git('commit', '--quiet', '-m', 'Try');
const staged = async (name, text) => {
  await repository.write(name, text);
  await repository.git('add', '--', name);
};
const committed = async (name) => (await repository.git('show', `HEAD:${name}`)).out;

async function refused(name, text, why) {
  await staged(name, text);
  const { code, out } = await commit();
  assert.notEqual(code, 0, `${name} must not be committed`);
  assert.match(out, why);
  await repository.git('reset', '--quiet', '--hard');
}

test('staged C# is formatted, in the commit and in the file', { timeout }, async () => {
  await staged('src/With space.cs', 'namespace Trial;\npublic   static class Messy\n{\n  public static int One( ) { return 1 ; }\n}');
  assert.equal((await commit()).code, 0);
  const text = await committed('src/With space.cs');
  assert.match(text, /^ {4}public static int One\(\) \{ return 1; \}$/m);
  assert.equal(await readFile(path.join(repository.place, 'src/With space.cs'), 'utf8'), text);
});

test('what is not staged stays as it is and out of the commit', { timeout }, async () => {
  await staged('src/Half.cs', 'namespace Trial;\n\npublic  sealed class Half;\n');
  const later = 'namespace Trial;\n\npublic  sealed class Half;\n\npublic   sealed class Later;\n';
  await repository.write('src/Half.cs', later);
  assert.equal((await commit()).code, 0);
  assert.equal(await committed('src/Half.cs'), 'namespace Trial;\n\npublic sealed class Half;\n');
  assert.equal(await readFile(path.join(repository.place, 'src/Half.cs'), 'utf8'), later);
  await repository.git('reset', '--quiet', '--hard');
});

test('secrets, large files and loose whitespace are refused', { timeout }, async () => {
  await refused('notes.txt', `token ${jwt}\n`, /looks like a secret/);
  await refused('key.txt', ['-----BEGIN', 'EC PRIVATE KEY-----\n'].join(' '), /looks like a secret/);
  await refused('settings.env', `SUPABASE_KEY=${'a'.repeat(40)}\n`, /looks like a secret/);
  await refused('large.bin', 'x'.repeat(600 * 1024), /large\.bin: 600 KiB/);
  await refused('loose.txt', 'a line with a tail  \n', /whitespace/);
});

test('a clean commit passes without a word', { timeout }, async () => {
  await staged('fine.txt', 'fine\n');
  const { code, out } = await commit();
  assert.equal(code, 0);
  assert.equal(out, '');
});
