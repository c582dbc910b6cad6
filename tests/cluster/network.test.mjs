// A client in a network namespace of its own, and what a bad line between it and the server does: losses in bursts, then a black hole.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { connect } from '../harness/cluster.mjs';
import { ask, pair, root, startServer, until } from '../harness/server.mjs';

const run = promisify(execFile);
const space = `meetup-${process.pid}`;
const [outside, inside] = [`mu${process.pid}a`, `mu${process.pid}b`];
const net = `10.${100 + (process.pid % 100)}.${Math.floor(process.pid / 100) % 250}`;
const ip = (...words) => run('ip', words);
let server;
let missing = null;

before(async () => {
  try {
    await ip('netns', 'add', space);
    await ip('link', 'add', outside, 'type', 'veth', 'peer', 'name', inside, 'netns', space);
    await ip('addr', 'add', `${net}.1/24`, 'dev', outside);
    await ip('link', 'set', outside, 'up');
    await ip('-n', space, 'addr', 'add', `${net}.2/24`, 'dev', inside);
    await ip('-n', space, 'link', 'set', inside, 'up');
  } catch (wrong) {
    missing = `network namespaces need root and iproute2: ${wrong.message.split('\n')[0]}`;
    return;
  }
  server = await startServer({ MEETUP__LIMITS__REST: 'off' }, '*');
}, { timeout: 120_000 });
after(async () => {
  await server?.stop();
  await ip('link', 'del', outside).catch(() => {});
  await ip('netns', 'del', space).catch(() => {});
}, { timeout: 60_000 });

const open = async () => {
  const answer = await fetch(`${server.url}/api/v1/metrics`, { headers: { Accept: 'application/json' } });
  return (await answer.json()).gauges.meetup_connections_open;
};

test('losses in bursts cost delay, not order; a black hole is known in 35 s, and nobody in it counts as online', { timeout: 180_000 }, async (t) => {
  if (missing) return t.skip(missing);
  const { alice, bob, sessionId } = await pair(server.url);
  const b = connect(server.url, sessionId, bob.token);
  await b.next('session_snapshot');
  const roamer = spawn('ip', ['netns', 'exec', space, process.execPath, path.join(root, 'tests/harness/roamer.mjs'), server.url.replace('127.0.0.1', `${net}.1`), sessionId, alice.token]);
  let said = '';
  roamer.stdout.on('data', (text) => { said += text; });
  roamer.stderr.on('data', (text) => { said += text; });
  try {
    await until(() => said.includes('in\n'), `the roamer is in: ${said}`);
    await b.next('peer_location');

    // A third of the time nothing gets through.
    for (let i = 0; i < 15; i++) {
      await ip('link', 'set', outside, 'down');
      await sleep(200);
      await ip('link', 'set', outside, 'up');
      await sleep(400);
    }
    const before = b.all('peer_location').length;
    await until(() => b.all('peer_location').length >= before + 2, 'fixes go on', 30_000);
    const numbers = b.all('peer_location').map((fix) => fix.seq);
    assert.deepEqual(numbers, numbers.toSorted((one, other) => one - other));
    assert.equal(new Set(numbers).size, numbers.length, 'nothing came twice');
    assert.equal(b.all('presence_update').some((news) => news.status === 'offline'), false);
    assert.equal(await open(), 2);

    await ip('link', 'set', outside, 'down');
    const goneAt = Date.now();
    await until(async () => await open() === 1, 'the dead socket is known', 60_000);
    const known = Date.now() - goneAt;
    await b.next('presence_update', (news) => news.status === 'offline', 30_000);
    t.diagnostic(`black hole: socket given up after ${known} ms, told offline after ${Date.now() - goneAt} ms; ${numbers.length} fixes through bursts of loss, in order`);
    assert.ok(known <= 37_000, `${known} ms`);
    const shown = await ask(server.url, 'GET', `/sessions/${sessionId}/snapshot`, { token: bob.token });
    assert.equal(shown.participants.find((one) => one.user_id === alice.id).status, 'offline');
  } finally {
    roamer.kill('SIGKILL');
    b.socket.close();
  }
});
