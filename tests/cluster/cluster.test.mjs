// Several instances behind the nginx of deploy/nginx, as people use them: whoever meets need not know how many there are.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { connect, fix, socketsOf, startCluster } from '../harness/cluster.mjs';
import { ask, call, pair, signIn, until } from '../harness/server.mjs';

const timeout = 120_000;
let cluster;
before(async () => { cluster = await startCluster(3, { ASPNETCORE_ENVIRONMENT: 'Development' }); }, { timeout: 300_000 });
after(() => cluster?.down(), { timeout });

/** How many messages instances sent each other so far. */
async function published() {
  const { execFileSync } = await import('node:child_process');
  const text = execFileSync('redis-cli', ['-p', cluster.parts.redis.address.split(':')[1], 'info', 'commandstats'], { encoding: 'utf8' });
  return Number(text.match(/cmdstat_publish:calls=(\d+)/)?.[1] ?? 0);
}

test('a meeting through nginx: both on one instance, from the first fix to the end', { timeout }, async () => {
  for (let round = 0; round < 6; round++) {
    const { alice, bob, sessionId } = await pair(cluster.url);
    const [a, b] = [connect(cluster.url, sessionId, alice.token), connect(cluster.url, sessionId, bob.token)];
    await Promise.all([a.next('session_snapshot'), b.next('session_snapshot')]);
    assert.deepEqual(Object.values(await socketsOf(cluster)).sort(), [0, 0, 2], 'both sockets are on one instance');

    const before = await published();
    a.send('location_update', fix(52.52, 13.4));
    assert.equal((await b.next('peer_location')).lat, 52.52);
    b.send('location_update', fix(52.5201, 13.4));
    assert.equal((await a.next('proximity_update')).can_confirm, true);
    assert.equal(await published(), before, 'nothing of it went over Redis');

    assert.equal((await ask(cluster.url, 'POST', `/sessions/${sessionId}/im-here`, { token: alice.token, body: {} })).status, 'waiting_for_peer');
    b.send('im_here', {});
    assert.equal((await a.next('session_ended')).reason, 'PROXIMITY_REACHED');
    assert.deepEqual(await Promise.all([a.closed, b.closed]), [1000, 1000]);
    await until(async () => Object.values(await socketsOf(cluster)).every((count) => count === 0), 'the sockets are gone');
  }
});

test('people on different instances meet as if they were on one', { timeout }, async (t) => {
  const { alice, bob, sessionId } = await pair(cluster.url);
  const a = connect(cluster.at(1), sessionId, alice.token);
  await a.next('session_snapshot');
  const b = connect(cluster.at(2), sessionId, bob.token);
  t.after(() => [a, b].forEach((one) => one.socket.terminate()));
  await b.next('session_snapshot');
  assert.deepEqual(await socketsOf(cluster), { 'instance-1': 1, 'instance-2': 1, 'instance-3': 0 });
  await a.next('presence_update', (news) => news.status === 'online');

  a.send('location_update', fix(52.52, 13.4));
  const seen = await b.next('peer_location');
  assert.deepEqual([seen.user_id, seen.lat, seen.lon, seen.seq], [alice.id, 52.52, 13.4, 1]);
  b.send('location_update', fix(52.5201, 13.4));
  await a.next('proximity_update', (news) => news.can_confirm);
  a.send('im_here', {});
  assert.deepEqual((await b.next('im_here_update')).confirmed_by, [alice.id]);

  // A third instance, which nobody of the session is on, decides like the others, once it can know: fixes are written to Redis behind.
  await until(async () => {
    const { participants } = await ask(cluster.at(3), 'GET', `/sessions/${sessionId}/snapshot`, { token: bob.token });
    return participants.every((one) => one.location);
  }, 'the third instance knows where both are');
  const last = await ask(cluster.at(3), 'POST', `/sessions/${sessionId}/im-here`, { token: bob.token, body: {} });
  assert.deepEqual(last, { status: 'ended', reason: 'PROXIMITY_REACHED' });
  assert.deepEqual(await Promise.all([a.closed, b.closed]), [1000, 1000]);
  assert.equal(a.all('session_ended').length + b.all('session_ended').length, 2);
});

test('a session that is split comes together: the older connection is sent to where the newer one is', { timeout }, async () => {
  const { alice, bob, sessionId } = await pair(cluster.url);
  const home = connect(cluster.url, sessionId, alice.token);
  await home.next('session_snapshot');
  const there = Object.entries(await socketsOf(cluster)).find(([, count]) => count === 1)[0];
  home.socket.close();
  await home.closed;

  const astray = connect(cluster.parts[cluster.instances.find((name) => name !== there)].url, sessionId, alice.token);
  await astray.next('session_snapshot');
  const b = connect(cluster.url, sessionId, bob.token);
  await b.next('session_snapshot');
  assert.equal((await astray.next('reconnect')).after_ms, 0);
  assert.equal(await astray.closed, 1012);
  const a = connect(cluster.url, sessionId, alice.token);
  await a.next('session_snapshot');
  assert.equal((await socketsOf(cluster))[there], 2);
  assert.equal(b.all('presence_update').some((news) => news.status === 'offline'), false, 'nobody was offline for it');
  for (const one of [a, b]) one.socket.close();
});

test('any instance answers for any session', { timeout }, async () => {
  const { alice, sessionId } = await pair(cluster.at(1));
  for (const n of [1, 2, 3]) {
    assert.equal((await ask(cluster.at(n), 'GET', `/sessions/${sessionId}`, { token: alice.token })).status, 'ACTIVE');
    await ask(cluster.at(n), 'POST', `/sessions/${sessionId}/location`, { token: alice.token, body: fix(52.52 + n / 10_000, 13.4, 4_000 - n * 1_000) });
    const shown = await ask(cluster.at((n % 3) + 1), 'GET', `/sessions/${sessionId}/snapshot`, { token: alice.token });
    const { location } = shown.participants.find((one) => one.user_id === alice.id);
    assert.deepEqual([location.lat, location.seq], [52.52 + n / 10_000, n]);
  }
});

/** A call from another address of loopback, which nginx does not trust as it does 127.0.0.1; answers the status. */
const callFrom = (address, route, headers = {}) => new Promise((resolve, reject) => {
  request(`${cluster.url}${route}`, { localAddress: address, headers, agent: false }, (answer) => { answer.resume(); resolve(answer.statusCode); }).on('error', reject).end();
});

test('nginx: a flood of one address is limited, and nobody else is', { timeout }, async () => {
  const answers = await Promise.all(Array.from({ length: 300 }, () => callFrom('127.0.0.9', '/api/v1/config')));
  assert.ok(answers.filter((status) => status === 429).length > 100, `${answers.filter((status) => status === 429).length} of 300 were refused`);
  assert.ok(answers.filter((status) => status !== 429).length >= 100, 'a household may do this much');
  assert.equal(await callFrom('127.0.0.10', '/health/live'), 200);
});

test('nginx: no ticket, token or query is in any of its logs', { timeout }, async () => {
  const alice = await signIn(cluster.url, 'Alice');
  const secret = `hush${randomUUID()}`;
  const socket = `/api/v1/ws/meetup?session_id=${randomUUID()}&ticket=${secret}&token=${alice.token}`;
  await callFrom('127.0.0.11', socket);
  await Promise.all(Array.from({ length: 80 }, () => callFrom('127.0.0.11', socket)));
  await cluster.sh('stop', 'instance-3', 'KILL');
  for (let i = 0; i < 20; i++) await callFrom('127.0.0.12', `/api/v1/ws/meetup?session_id=${randomUUID()}&ticket=${secret}`);
  await cluster.sh('start', 'instance-3');

  const logs = (await readdir(cluster.home)).filter((name) => name.endsWith('.log'));
  assert.ok(logs.includes('access.log') && logs.includes('nginx.log') && logs.includes('instance-3.log'), String(logs));
  for (const name of logs) {
    const text = await readFile(path.join(cluster.home, name), 'utf8');
    for (const hidden of [secret, alice.token, 'ticket=', 'token=']) assert.equal(text.includes(hidden), false, `${hidden} in ${name}`);
  }
  assert.match(await readFile(path.join(cluster.home, 'access.log'), 'utf8'), /"GET \/api\/v1\/ws\/meetup HTTP\/1\.1" 429/);
});

test('nginx: pages are compressed and answers are not; metrics are not for callers', { timeout }, async () => {
  const { status } = await call(cluster.url, 'GET', '/metrics');
  assert.equal(status, 404);
  const page = await fetch(`${cluster.url}/debug`, { headers: { 'Accept-Encoding': 'gzip' } });
  assert.equal(page.headers.get('content-encoding'), 'gzip');
  assert.equal(page.headers.get('vary')?.toLowerCase().includes('accept-encoding'), true);
  const answer = await fetch(`${cluster.url}/api/v1/auth/guest`, { method: 'POST', headers: { 'Content-Type': 'application/json', 'Accept-Encoding': 'gzip' }, body: JSON.stringify({ display_name: 'x'.repeat(60) }) });
  assert.equal(answer.headers.get('content-encoding'), null);
});
