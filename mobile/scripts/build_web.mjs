// Builds the web app into artifacts/web and compresses it; does nothing when no source has changed since.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, gzipSync } from 'node:zlib';

const app = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const output = path.resolve(app, '../artifacts/web');
const stamp = path.join(output, '.sources');

const filesIn = (directory) =>
  readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(directory, entry.name);
    return entry.isDirectory() ? filesIn(file) : [file];
  });

const sources = [
  ...['App.tsx', 'index.ts', 'app.json', 'babel.config.js', 'metro.config.js', 'package-lock.json'].map((name) =>
    path.join(app, name),
  ),
  ...['src', 'public', 'scripts'].flatMap((name) => filesIn(path.join(app, name))),
];
const hash = createHash('sha256');
for (const file of sources) hash.update(path.relative(app, file)).update(readFileSync(file));
const now = hash.digest('hex');

if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) {
  console.log('The web app is built already');
  process.exit(0);
}

rmSync(output, { recursive: true, force: true });
const { status } = spawnSync('npx', ['expo', 'export', '--platform', 'web', '--output-dir', output], {
  cwd: app,
  stdio: 'inherit',
  env: { ...process.env, CI: '1', EXPO_OFFLINE: '1', EXPO_NO_TELEMETRY: '1' },
});
if (status !== 0) process.exit(status ?? 1);

rmSync(path.join(output, 'metadata.json'), { force: true });
copyFileSync(path.join(app, 'node_modules/maplibre-gl/dist/maplibre-gl.css'), path.join(output, 'maplibre-gl.css'));

// The shell: what the first page needs, so that it opens without a network. Later chunks are kept once they have been used.
const shell = filesIn(output)
  .map((file) => `/${path.relative(output, file).replaceAll(path.sep, '/')}`)
  .filter((file) => /^\/(_expo\/static\/js\/web\/index-|page\.css|manifest|icons\/icon-192)/.test(file));
writeFileSync(
  path.join(output, 'sw.js'),
  readFileSync(path.join(app, 'scripts/sw.template.js'), 'utf8')
    .replace('__VERSION__', now.slice(0, 16))
    .replace('__SHELL__', JSON.stringify(['/', ...shell])),
);
for (const file of filesIn(output).filter((name) => /\.(js|css|html|json|svg|txt)$/.test(name))) {
  const bytes = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(bytes));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}
writeFileSync(stamp, now);
