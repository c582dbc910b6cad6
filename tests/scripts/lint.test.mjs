// scripts/lint.sh in a throwaway repository: clean passes, and each of its checks can fail.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeRepository } from '../harness/repository.mjs';

const timeout = 180_000;
let repository;
before(async () => { repository = await makeRepository(); }, { timeout });
after(() => repository?.remove());

test('a clean repository passes', { timeout }, async () => {
  const { code, out } = await repository.run('scripts/lint.sh');
  assert.equal(code, 0, out);
  assert.match(out, /# fail 0/);
});

test('each check finds what it is for', { timeout }, async () => {
  const token = ['eyJhbGciOiJFUzI1NiJ9', 'eyJzdWIiOiIxMjM0NTY3ODkwIn0', 'c2lnbmF0dXJlLW9mLW5vYm9keQ'].join('.');
  await repository.write('src/Tail.cs', 'namespace Trial; \n');
  await repository.write('src/NoEnd.cs', 'namespace Trial;');
  await repository.write('src/Long.cs', '// line\n'.repeat(301));
  await repository.write('tests/LongTests.cs', '// line\n'.repeat(401));
  await repository.write('src/Messy.cs', 'namespace Trial;\n\npublic   sealed class Messy;\n');
  await repository.write('large.bin', Buffer.alloc(600 * 1024));
  await repository.write('secret.txt', `${token}\n`);
  await repository.write('place.txt', `${repository.place}/src\n`);
  await repository.write('registry.txt', ['https://registry', 'npmjs', 'org\n'].join('.'));
  await repository.write('scripts/lame.sh', '#!/bin/sh\necho fine\n');
  await repository.git('add', '-A');
  const { code, out } = await repository.run('scripts/lint.sh');
  assert.equal(code, 1);
  const found = [...out.matchAll(/^not ok - (.*)$/gm)].map(([, name]) => name);
  assert.deepEqual(found, [
    'no trailing whitespace or carriage return', 'every text file ends with a newline', 'no file over 512 KiB', 'no source over 300 lines', 'no test over 400 lines',
    'no secrets', 'no path of one machine', 'no registry host', 'shell scripts are executable', 'dotnet format',
  ]);
});

test('a debug page whose script is not the one its policy allows is found', { timeout }, async () => {
  await repository.write('web/client.html', '<meta content="script-src \'sha256-old\'; style-src \'sha256-old\'"><style>a{}</style><script>1</script>\n');
  await repository.git('add', '-A');
  assert.match((await repository.run('scripts/lint.sh')).out, /not ok - the debug page's policy/);
});
