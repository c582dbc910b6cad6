// Broken bodies on every route and broken frames on the socket. FUZZ_SECONDS (12) says how long, FUZZ_SEED which ones.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import WebSocket from 'ws';
import { call, pair, signIn, startServer } from '../harness/server.mjs';
import { chance, mutate, pick, spoil } from './mutate.mjs';
import { fill, routesOf } from './routes.mjs';

const seconds = Number(process.env.FUZZ_SECONDS || 12);
const seed = Number(process.env.FUZZ_SEED || Date.now() % 1_000_000);
const timeout = (seconds + 120) * 1000;
const closesKnown = new Set([1000, 1003, 1005, 1007, 1009, 1013, 4400, 4401, 4404, 4409, 4410, 4429]);

let server;
before(async () => { server = await startServer({ MEETUP__LIMITS__REST: 'off' }); }, { timeout });
after(() => server?.stop(), { timeout });

/** No server is well that wrote an error of its own. */
function assertWell() {
  assert.equal(server.running(), true, 'the server is still there');
  const bad = server.log().split('\n').filter((line) => /^\S+Z (error|critical) |Unhandled exception|"LogLevel":\s*"(Error|Critical)"/.test(line));
  assert.deepEqual(bad.slice(0, 5), []);
}

test(`REST: no 500 on any route (seed ${seed})`, { timeout }, async () => {
  const random = chance(seed);
  const routes = routesOf(await (await fetch(`${server.url}/openapi/v1.json`)).json());
  assert.ok(routes.length > 20, `${routes.length} routes`);
  const end = Date.now() + seconds * 500;
  const statuses = {};
  let people = await pair(server.url);
  let rounds = 0;
  for (; Date.now() < end || rounds === 0; rounds++) {
    for (const route of routes) {
      const path = fill(random, route, [people.sessionId, people.alice.id, people.bob.id]);
      const headers = {
        'Content-Type': random() < 0.9 ? 'application/json' : pick(random, ['text/plain', 'application/xml', 'application/json; charset=utf-16', '']),
        ...(random() < 0.9 && { Authorization: `Bearer ${random() < 0.95 ? pick(random, [people.alice, people.bob]).token : 'eyJhbGciOiJub25lIn0.e30.'}` }),
        ...(random() < 0.3 && { 'Idempotency-Key': pick(random, ['a', 'b', 'x'.repeat(300), ' ']) }),
      };
      const started = `${route.method} ${path}`;
      const answer = await send(route, path, headers, bodyFor(random, route));
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      assert.ok(answer.status < 500, `${started}: ${answer.status} ${answer.text}`);
      // A NUL in a path is refused by the web server itself, before there is anything to name.
      if (answer.status >= 400 && !path.startsWith('/.') && !path.includes('%00')) assert.match(answer.text, /"code":\s*"[A-Z_]+"/, `${started}: ${answer.status} without a code: ${answer.text}`);
    }

    if (rounds % 5 === 4) people = await pair(server.url);
  }

  console.log(`${routes.length} routes, ${rounds} rounds, answers ${JSON.stringify(statuses)}`);
  assertWell();
});

function bodyFor(random, route) {
  if (route.method === 'GET' || route.method === 'DELETE') return undefined;
  const text = JSON.stringify(random() < 0.15 ? route.body ?? {} : mutate(random, route.body ?? {})) ?? '';
  if (random() < 0.3) return spoil(random, text);
  return random() < 0.05 ? Uint8Array.from({ length: 64 }, () => random() * 256) : text;
}

async function send(route, path, headers, body) {
  const answer = await fetch(server.url + path, { method: route.method, headers, body, signal: AbortSignal.timeout(20_000), redirect: 'manual' });
  return { status: answer.status, text: (await answer.text()).slice(0, 400) };
}

const good = [
  () => ({ type: 'location_update', payload: { lat: 52.474, lon: 13.4031, accuracy_m: 5, timestamp: new Date().toISOString(), heading_deg: 10, speed_mps: 1 } }),
  () => ({ type: 'im_here', payload: { manual: false } }),
  () => ({ type: 'pause_sharing' }),
  () => ({ type: 'resume_sharing' }),
  () => ({ type: 'ping' }),
  () => ({ type: 'auth_refresh', payload: { token: 'eyJhbGciOiJub25lIn0.e30.' } }),
];

test(`socket: no frame breaks the server (seed ${seed})`, { timeout }, async () => {
  const random = chance(seed + 1);
  const end = Date.now() + seconds * 500;
  const closes = {};
  let frames = 0;
  let people = await pair(server.url);
  do {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/ws/meetup?session_id=${people.sessionId}&token=${pick(random, [people.alice, people.bob]).token}`);
    let code = 0;
    const closed = once(socket, 'close').then(([got]) => { code = got; });
    await once(socket, 'open');
    // Slower than a flood, so that most frames are read and not only counted.
    for (let i = 0; i < 18 && code === 0; i++, frames++) {
      const text = JSON.stringify(random() < 0.1 ? pick(random, good)() : mutate(random, pick(random, good)()));
      const bytes = Buffer.from(random() < 0.4 ? spoil(random, text) : text);
      if (random() < 0.03) bytes[Math.floor(random() * bytes.length)] = 0xff;
      socket.send(bytes, { binary: random() < 0.02, fin: random() < 0.97 });
      await sleep(3);
    }

    socket.terminate();
    await closed;
    closes[code] = (closes[code] ?? 0) + 1;
    assert.ok(code === 1006 || closesKnown.has(code), `close code ${code}`);
    if (random() < 0.1) people = await pair(server.url);
  } while (Date.now() < end || frames < 150);

  console.log(`${frames} frames, closed with ${JSON.stringify(closes)}`);
  const { token } = await signIn(server.url, 'Alice');
  assert.equal((await call(server.url, 'GET', '/users/me', { token })).status, 200);
  assertWell();
});
