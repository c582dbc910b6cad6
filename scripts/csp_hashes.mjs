// The debug page allows its own script and style by their hashes. Says whether they are right; with --write puts them right.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../web/client.html', import.meta.url);
const page = readFileSync(file, 'utf8');

let sealed = page;
for (const tag of ['script', 'style']) {
  const inner = page.match(new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`))[1];
  const hash = createHash('sha256').update(inner).digest('base64');
  sealed = sealed.replace(new RegExp(`${tag}-src '[^']*'`), `${tag}-src 'sha256-${hash}'`);
}

if (process.argv.includes('--write')) {
  writeFileSync(file, sealed);
} else if (sealed !== page) {
  console.log('web/client.html: the hashes of its Content-Security-Policy are old; run node scripts/csp_hashes.mjs --write');
  process.exitCode = 1;
}
