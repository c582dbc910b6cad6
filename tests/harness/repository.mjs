// A throwaway git repository with this one's scripts and rules of format, and nothing else.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from './server.mjs';

/** Runs a program and answers `{code, out}`, both its streams in one text. */
export function execute(program, options, settings) {
  return new Promise((resolve) => {
    execFile(program, options, { timeout: 120_000, ...settings }, (wrong, out, err) => resolve({ code: wrong ? wrong.code ?? 1 : 0, out: out + err }));
  });
}

export async function makeRepository() {
  const place = await mkdtemp(path.join(tmpdir(), 'meetup-repo-'));
  const env = {
    ...process.env, HOME: place, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_AUTHOR_NAME: 'Alice', GIT_AUTHOR_EMAIL: 'alice@example.org', GIT_COMMITTER_NAME: 'Alice', GIT_COMMITTER_EMAIL: 'alice@example.org',
  };
  const git = async (...options) => {
    const { code, out } = await execute('git', options, { cwd: place, env });
    return { code, out };
  };
  const write = async (name, text) => {
    await mkdir(path.dirname(path.join(place, name)), { recursive: true });
    await writeFile(path.join(place, name), text);
  };
  await git('init', '--quiet', '--initial-branch', 'main');
  for (const name of ['scripts', '.editorconfig', '.gitattributes', 'web']) await cp(path.join(root, name), path.join(place, name), { recursive: true });
  await write('src/Good.cs', 'namespace Trial;\n\npublic sealed record Good(int Count);\n');
  await write('tests/GoodTests.cs', 'namespace Trial;\n\npublic sealed class GoodTests;\n');
  await git('add', '-A');
  await git('commit', '--quiet', '-m', 'Begin');
  return { place, env, git, write, run: (program, ...options) => execute(path.join(place, program), options, { cwd: place, env }), remove: () => rm(place, { recursive: true, force: true }) };
}
