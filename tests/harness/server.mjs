// The real server, built by ./test, on a port and a data directory of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const dll = path.join(root, 'artifacts/bin/MeetUp.Server/release/MeetUp.Server.dll');

export async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Waits until `look` answers something true, and throws with `what` when it does not within the time. */
export async function until(look, what, ms = 20_000) {
  const end = Date.now() + ms;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await sleep(50);
  }
}

/** Starts a server; `log()` is all it wrote so far, `stop()` ends it and answers its exit code. */
export async function startServer(settings = {}, host = '127.0.0.1') {
  const data = await mkdtemp(path.join(tmpdir(), 'meetup-test-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn('dotnet', [dll], {
    env: { ...process.env, ASPNETCORE_ENVIRONMENT: 'Development', ASPNETCORE_URLS: `http://${host}:${port}`, MEETUP_DATA_DIR: data, DATABASE_URL: '', REDIS_URL: '', ...settings },
    cwd: data,
  });
  let text = '';
  child.stdout.on('data', (chunk) => { text += chunk; });
  child.stderr.on('data', (chunk) => { text += chunk; });
  const ended = once(child, 'exit').then(([code, signal]) => code ?? signal);
  let exit;
  ended.then((code) => { exit = code; });

  const stop = async () => {
    child.kill('SIGTERM');
    const killer = setTimeout(() => child.kill('SIGKILL'), 40_000);
    const code = await ended;
    clearTimeout(killer);
    await rm(data, { recursive: true, force: true });
    return code;
  };
  try {
    await until(async () => {
      if (exit !== undefined) throw new Error(`the server ended with ${exit}:\n${text}`);
      return fetch(`${url}/health/ready`).then((answer) => answer.status === 200, () => false);
    }, 'the server is ready', 60_000);
  } catch (wrong) {
    await stop();
    throw wrong;
  }

  return { url, data, child, log: () => text, running: () => exit === undefined, stop };
}

/** One call; answers `{status, headers, body}`, the body parsed where it is JSON. */
export async function call(url, method, route, { token, body, headers } = {}) {
  const answer = await fetch(`${url}/api/v1${route}`, {
    method,
    headers: { ...(token && { Authorization: `Bearer ${token}` }), ...(body !== undefined && { 'Content-Type': 'application/json' }), ...headers },
    body: body === undefined || typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await answer.text();
  let parsed = text;
  try { parsed = JSON.parse(text); } catch { /* Not JSON: the text itself. */ }
  return { status: answer.status, headers: answer.headers, body: parsed };
}

/** Answers the body, and throws for anything but success. */
export async function ask(url, method, route, options) {
  const { status, body } = await call(url, method, route, options);
  if (status >= 400) throw new Error(`${method} ${route}: ${status} ${JSON.stringify(body)}`);
  return body;
}

export const signIn = async (url, name) => {
  const { access_token: token, user } = await ask(url, 'POST', '/auth/guest', { body: { display_name: name } });
  return { token, id: user.id, name };
};

/** Two guests in an ACTIVE session. */
export async function pair(url, names = ['Alice', 'Bob']) {
  const [alice, bob] = [await signIn(url, names[0]), await signIn(url, names[1])];
  const { id: sessionId } = await ask(url, 'POST', '/sessions', { token: alice.token, body: {} });
  const { invite_token: token } = await ask(url, 'POST', `/sessions/${sessionId}/invites`, { token: alice.token });
  await ask(url, 'POST', '/invite/redeem', { token: bob.token, body: { token } });
  return { alice, bob, sessionId };
}
