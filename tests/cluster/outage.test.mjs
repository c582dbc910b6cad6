// What people notice when a part of the cluster fails: an instance, Redis, PostgreSQL, or each instance in turn for an upgrade.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, afterEach, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { socketsOf, startCluster } from '../harness/cluster.mjs';
import { call, pair, until } from '../harness/server.mjs';
import { inTurns, walk } from '../harness/walker.mjs';

const people = Number(process.env.CLUSTER_PEOPLE ?? 100);
const seconds = Number(process.env.CLUSTER_SECONDS ?? 12);
const timeout = 600_000;
let cluster;
let walkers = [];
before(async () => { cluster = await startCluster(3); }, { timeout });
after(() => cluster?.down(), { timeout });
afterEach(async () => {
  for (const one of walkers) one.leave();
  await Promise.all(walkers.map((one) => one.over));
  walkers = [];
});

/** So many sessions of two, connected where `urlsOf` says, whole when both have each other's first fix. */
async function gather(sessions, urlsOf = () => [cluster.url, cluster.url]) {
  const pairs = await inTurns(Array.from({ length: sessions }, (_, at) => async () => {
    const { alice, bob, sessionId } = await pair(cluster.at((at % 3) + 1));
    const [first, second] = urlsOf(at);
    const two = [walk(() => first, sessionId, alice), walk(() => second, sessionId, bob)];
    walkers.push(...two);
    await until(() => two.every((one) => one.joins.length > 0), 'both are in', 60_000);
    return two;
  }));
  await exchange(pairs);
  return pairs;
}

/** A metre further each time, as people walk. */
let steps = 0;
const step = () => Number((52 + steps++ / 100_000).toFixed(5));

/** Everyone sends one fix and waits until the other has it; answers both places. */
async function exchange(pairs) {
  const [south, north] = [step(), step()];
  for (const [one, other] of pairs) assert.ok(one.send(south, 13.4) && other.send(north, 13.4), `both are connected: ${one.codes} ${other.codes}`);
  const apart = () => pairs.filter(([one, other]) => one.shown !== north || other.shown !== south);
  await until(() => apart().length === 0, 'everyone sees the other').catch((wrong) => {
    const [two] = apart();
    throw new Error(`${wrong.message}: ${apart().length} of ${pairs.length} do not; ${JSON.stringify(two.map((one) => [one.shown, one.codes, one.socket.all('error')]))}`);
  });
  return { south, north };
}

const quantile = (numbers, part) => numbers.toSorted((one, other) => one - other)[Math.min(numbers.length - 1, Math.floor(numbers.length * part))];

test('an instance is killed: everyone is back within 10 s, sessions are as they were, presence is right', { timeout }, async (t) => {
  const pairs = await gather(people / 2);
  const before = await socketsOf(cluster);
  const victim = Object.entries(before).toSorted((one, other) => other[1] - one[1])[0];
  assert.ok(victim[1] > 0);
  const killedAt = Date.now();
  await cluster.sh('stop', victim[0], 'KILL');
  const lost = () => walkers.filter((one) => one.codes.length > 0);
  await until(() => lost().length >= victim[1], 'those who were on it know');
  const late = () => lost().filter((one) => !one.isIn);
  await until(() => late().length === 0, 'all are back', 30_000).catch((wrong) => { throw new Error(`${wrong.message}: ${late().length} of ${lost().length} are not; ${JSON.stringify(late().slice(0, 5).map((one) => one.codes))}`); });
  const back = lost().map((one) => one.joins.at(-1) - killedAt);
  t.diagnostic(`${people} people, ${victim[1]} lost their instance: back after ${quantile(back, 0.5)} ms (median), ${Math.max(...back)} ms (last)`);
  assert.ok(Math.max(...back) < 10_000, `the last was back after ${Math.max(...back)} ms`);

  await until(() => pairs.every(([one, other]) => one.peer === 'online' && other.peer === 'online'), 'everyone sees the other online', 45_000);
  assert.ok(walkers.every((one) => one.snapshot.status === 'ACTIVE'));
  await exchange(pairs);
  assert.equal(walkers.reduce((sum, one) => sum + one.repeated, 0), 0, 'nothing came twice');
  const now = await socketsOf(cluster);
  assert.equal(Object.values(now).reduce((sum, count) => sum + count, 0), people);
  assert.equal(walkers.filter((one) => one.codes.some((code) => ![1006, 1012, 1013].includes(code))).length, 0);
  await cluster.sh('start', victim[0]);
});

test('Redis is killed: who is together notices nothing; who is not is told, and in step again within 2 s', { timeout }, async (t) => {
  const together = await gather(10, (at) => { const url = cluster.at((at % 3) + 1); return [url, url]; });
  const apart = await gather(10, (at) => [cluster.at((at % 3) + 1), cluster.at(((at + 1) % 3) + 1)]);
  await cluster.sh('stop', 'redis', 'KILL');
  const until_ = Date.now() + seconds * 1_000;
  let round = 0;
  while (Date.now() < until_) {
    await exchange(together);
    round++;
    await sleep(1_000);
  }

  await until(() => apart.flat().every((one) => one.peer === 'offline'), 'those apart are told', 30_000);
  assert.match(await (await fetch(`${cluster.at(1)}/health/ready`)).text(), /redis: degraded/);
  assert.ok(together.flat().every((one) => one.told.every((news) => news.status === 'online')), 'those together never were offline to each other');
  const unseen = step();
  for (const [one] of apart) assert.ok(one.send(unseen, 13.4));

  await cluster.sh('start', 'redis');
  const backAt = Date.now();
  await until(() => apart.every(([one, other]) => other.shown === unseen && one.peer === 'online' && other.peer === 'online'), 'they are in step');
  const took = Date.now() - backAt;
  t.diagnostic(`Redis away for ${seconds} s: ${round} rounds of 20 fixes between people together, none lost; those apart in step ${took} ms after its return`);
  assert.ok(took < 2_000, `${took} ms`);
  await until(() => apart.flat().every((one) => one.isIn), 'those apart are in');
  await exchange(apart);
  assert.ok(together.flat().every((one) => one.codes.length === 0), 'no socket of those together was lost');
  assert.ok(apart.flat().every((one) => one.codes.every((code) => code === 1012)), 'those apart were at most asked to come together');
});

/** As if its machine had stopped: connections stay, nothing answers. */
function freezePostgres(signal) {
  const pid = String(cluster.parts.postgres.pid);
  execFileSync('pkill', [`-${signal}`, '-P', pid]);
  process.kill(Number(pid), `SIG${signal}`);
}

test('PostgreSQL stops answering: who is live notices nothing, who wants in is told within 2 s', { timeout }, async (t) => {
  const pairs = await gather(10, (at) => { const url = cluster.at((at % 3) + 1); return [url, url]; });
  const spare = await pair(cluster.url);
  freezePostgres('STOP');
  try {
    const until_ = Date.now() + seconds * 1_000;
    const [calls, sockets] = [[], []];
    let round = 0;
    while (Date.now() < until_) {
      await exchange(pairs);
      round++;
      const asked = Date.now();
      const answer = await call(cluster.url, 'POST', `/sessions/${spare.sessionId}/ws-ticket`, { token: spare.alice.token });
      calls.push(Date.now() - asked);
      assert.equal(answer.status, 503);
      const late = walk(() => cluster.url, spare.sessionId, spare.alice);
      const knockedAt = Date.now();
      await until(() => late.codes.length > 0, 'the socket is refused');
      sockets.push(Date.now() - knockedAt);
      late.leave();
      assert.equal(late.codes[0], 1013);
    }

    t.diagnostic(`PostgreSQL stopped for ${seconds} s: ${round} rounds of 20 fixes, none lost; sockets refused after ${sockets} ms, calls after ${calls} ms`);
    assert.ok(quantile(sockets, 0.5) < 2_600, `sockets: ${sockets} ms`);

    // The first has to find out that the connection it was given is dead.
    assert.ok(Math.max(...calls.slice(1)) < 2_800, `calls: ${calls} ms`);
  } finally {
    freezePostgres('CONT');
  }

  await until(async () => (await call(cluster.url, 'POST', `/sessions/${spare.sessionId}/ws-ticket`, { token: spare.alice.token })).status === 201, 'joining works again', 30_000);
  assert.ok(walkers.every((one) => one.codes.length === 0), 'no socket was lost');
});

test('every instance is replaced in turn: no session ends, the newest fixes are kept, both of a session stay together', { timeout }, async (t) => {
  const pairs = await gather(people / 2);
  const { south, north } = await exchange(pairs);
  const startedAt = Date.now();
  for (const name of cluster.instances) {
    await cluster.sh('stop', name, 'TERM');
    await until(async () => (await cluster.status())[name].pid === null, `${name} has stopped`, 60_000);
    await until(() => walkers.every((one) => one.isIn), 'all are somewhere', 30_000);
    assert.ok(pairs.every(([one, other]) => one.shown === north && other.shown === south));
    for (const one of walkers.filter((each) => each.joins.length > 1)) assert.equal(one.snapshot.participants.find((each) => each.user_id !== one.person.id).location.lat, one.shown, 'the newest fix is in every snapshot');
    await cluster.sh('start', name);
  }

  const codes = new Set(walkers.flatMap((one) => one.codes));
  t.diagnostic(`${people} people, three instances replaced in ${Math.round((Date.now() - startedAt) / 1_000)} s: ${walkers.reduce((sum, one) => sum + one.codes.length, 0)} reconnects, closes ${[...codes].join(' ')}`);
  assert.ok(walkers.every((one) => one.status === 'ACTIVE'));
  await until(() => pairs.every(([one, other]) => one.peer === 'online' && other.peer === 'online'), 'everyone sees the other online', 45_000);
  await exchange(pairs);
  assert.equal(walkers.reduce((sum, one) => sum + one.repeated, 0), 0, 'nothing came twice');
  assert.equal(walkers.filter((one) => one.told.some((news) => news.status === 'offline')).length, 0, 'nobody was shown offline for it');
});
