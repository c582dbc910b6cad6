// ./run as somebody types it: what it prints, what it keeps, how it stops, and what it says when it cannot start.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { ask, freePort, root, until } from '../harness/server.mjs';

const timeout = 300_000;
let place;
const runs = [];
before(async () => { place = await mkdtemp(path.join(tmpdir(), 'meetup-run-')); });
after(async () => {
  // What a failed test left running.
  for (const one of runs) if (!one.isGroupGone()) one.signal('SIGKILL');
  await rm(place, { recursive: true, force: true });
});

/** Starts ./run as the head of a process group of its own, which is what a terminal's Ctrl-C reaches. */
function run(...options) {
  const child = spawn(`${root}/run`, options, { cwd: place, detached: true, env: { ...process.env, MEETUP_DATA_DIR: '', PORT: '', DATABASE_URL: '', REDIS_URL: '' } });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => { said.out += chunk; });
  child.stderr.on('data', (chunk) => { said.err += chunk; });
  let exit;
  const ended = once(child, 'close').then(([code, signal]) => { exit = code ?? signal; return exit; });
  const one = {
    said,
    ended,
    signal: (name) => process.kill(-child.pid, name),
    signalRunOnly: (name) => child.kill(name),
    started: () => until(() => {
      if (exit !== undefined) throw new Error(`./run ended with ${exit}: ${said.out}${said.err}`);
      return said.out.includes('Ctrl-C stops it.');
    }, './run has said all it has to say', 240_000),
    isGroupGone: () => { try { process.kill(-child.pid, 0); return false; } catch { return true; } },
  };
  runs.push(one);
  return one;
}

const linkOf = (text, name) => new URL(text.match(new RegExp(`Watch as ${name} +(\\S+)`))[1]);
const claims = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
const isFree = (port) => fetch(`http://127.0.0.1:${port}/health/live`).then(() => false, () => true);

test('starts, shows people walking, stops on Ctrl-C without leaving a process, and keeps its data', { timeout }, async () => {
  const port = await freePort();
  const first = run('--port', String(port), '--data', 'kept');
  await first.started();
  const url = `http://localhost:${port}`;
  assert.match(first.said.out, /\[1\/5\].*\n\[2\/5\]/s);
  const links = [linkOf(first.said.out, 'Alice'), linkOf(first.said.out, 'Bob')].map((link) => new URLSearchParams(link.hash.slice(1)));
  assert.equal(links[0].get('session'), links[1].get('session'));
  for (const page of ['/', '/debug', '/docs', '/health/ready']) assert.equal((await fetch(url + page)).status, 200, page);

  const look = async () => (await ask(url, 'GET', `/sessions/${links[0].get('session')}/snapshot`, { token: links[0].get('token') })).participants.map((one) => one.location?.lat);
  const begun = await until(async () => { const seen = await look(); return seen.every(Boolean) && seen; }, 'both have a place');
  await until(async () => (await look()).every((lat, at) => lat !== begun[at]), 'both walk');

  first.signal('SIGINT');
  assert.equal(await first.ended, 0);
  assert.match(first.said.out, /Stopped\. The data stays in .*kept/);
  assert.equal(first.isGroupGone(), true, 'no process is left');
  assert.equal(await isFree(port), true);

  const since = Date.now();
  const second = run('--port', String(port), '--data', path.join(place, 'kept'));
  await second.started();
  assert.match(second.said.out, /Built already/);
  assert.ok(Date.now() - since < 60_000, 'a second start is fast');
  const alice = new URLSearchParams(linkOf(second.said.out, 'Alice').hash.slice(1)).get('token');
  assert.equal(claims(alice).sub, claims(links[0].get('token')).sub, 'Alice is who she was');
  second.signalRunOnly('SIGTERM');
  assert.equal(await second.ended, 0);
  assert.equal(second.isGroupGone(), true, 'no process is left');
});

test('starts without people when told so', { timeout }, async () => {
  const port = await freePort();
  const one = run('--no-demo', '--port', String(port), '--data', 'alone');
  await one.started();
  assert.doesNotMatch(one.said.out, /Watch as/);
  one.signal('SIGINT');
  assert.equal(await one.ended, 0);
});

async function refusal(...options) {
  const one = run(...options);
  const code = await one.ended;
  assert.notEqual(code, 0, one.said.out);
  assert.equal(one.said.err.trim().split('\n').length, 1, `one line: ${one.said.err}`);
  return one.said.err;
}

test('a taken port is one clear line', { timeout }, async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const { port } = squatter.address();
  assert.match(await refusal('--port', String(port), '--data', 'taken'), new RegExp(`port ${port} is in use`));
  squatter.close();
});

test('a directory that cannot be written is one clear line', { timeout }, async () => {
  await writeFile(path.join(place, 'file'), '');
  const port = String(await freePort());
  assert.match(await refusal('--port', port, '--data', 'file/below'), /cannot write to the data directory .*file\/below/);
  assert.match(await refusal('--port', port, '--data', '/proc/meetup'), /cannot write to the data directory \/proc\/meetup/);
});

test('a bad option is one clear line', { timeout }, async () => {
  assert.match(await refusal('--prot', '8000'), /no option '--prot'/);
  assert.match(await refusal('--port'), /--port needs a value/);
  for (const port of ['0', '65536', 'http', '-1', '99999999999999999999']) assert.match(await refusal('--port', port), /--port must be a number/);
});

test('--help explains and starts nothing', { timeout }, async () => {
  const one = run('--help');
  assert.equal(await one.ended, 0);
  assert.match(one.said.out, /--no-demo/);
});
