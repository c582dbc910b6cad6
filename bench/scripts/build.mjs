// Makes everything that is compared.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
export const made = path.join(root, 'artifacts/bench');
const bench = path.join(root, 'bench');

function run(command, args, cwd = root) {
  try {
    execFileSync(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, DOTNET_NOLOGO: '1' } });
  } catch (wrong) {
    throw new Error(`${command} ${args.join(' ')}: ${wrong.code === 'ENOENT' ? 'it is not installed' : `${wrong.stdout}${wrong.stderr}`}`);
  }
}

export function buildLoad() {
  mkdirSync(made, { recursive: true });
  const sources = readdirSync(path.join(bench, 'load')).filter((name) => name.endsWith('.c')).map((name) => path.join('bench/load', name));
  run('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', '-o', path.join(made, 'load'), ...sources]);
  run('gcc', ['-O2', '-Wall', '-Wextra', '-Werror', '-o', path.join(made, 'floor'), 'bench/relays/floor.c']);
}

export function buildServers() {
  run('dotnet', ['build', 'src/MeetUp.Server', '--configuration', 'Release', '-v', 'quiet']);
  run('dotnet', ['build', 'bench/relays/BareRelay', '--configuration', 'Release', '-v', 'quiet']);

  // A copy of its own, so that a build meanwhile changes nothing under a running server.
  cpSync(path.join(root, 'artifacts/bin/MeetUp.Server/release'), path.join(made, 'meetup'), { recursive: true, force: true });
  cpSync(path.join(root, 'artifacts/bin/BareRelay/release'), path.join(made, 'bare'), { recursive: true, force: true });
  if (!existsSync(path.join(bench, 'node_modules/ws'))) run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], bench);
}

/** Bun's program itself, which its package's install script may or may not have moved to where its launcher looks. */
export function bunProgram() {
  const modules = path.join(bench, 'node_modules');
  const places = ['bun/bin/bun.exe', `@oven/bun-linux-${process.arch === 'arm64' ? 'aarch64' : 'x64'}/bin/bun`];
  return places.map((place) => path.join(modules, place)).find((file) => existsSync(file) && statSync(file).size > 2 ** 20);
}
