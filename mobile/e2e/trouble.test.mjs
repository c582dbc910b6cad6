// What goes wrong on the way: the server goes and comes back, the line goes dead, a clock is wrong, a place is vague.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { root, startServer } from '../../tests/harness/server.mjs';
import { openLine } from './line.mjs';
import { invite, join, leave, near, person, says, shots, timeout, withServer } from './people.mjs';

const used = withServer();
const portOf = (url) => Number(new URL(url).port);
const pairAt = async (east = 0.001, options = {}) => [
  await person(used.browser, near(0)),
  await person(used.browser, near(east), options),
];

test('the server is killed and comes back: both say so, then go on', { timeout: 2 * timeout }, async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'meetup-e2e-'));
  const settings = {
    MEETUP__LIMITS__REST: 'off',
    MEETUP_MAP_STYLE_URL: '',
    MEETUP__WEB_APP__DIRECTORY: path.join(root, 'artifacts/web'),
    MEETUP_DATA_DIR: data,
  };
  const first = await startServer(settings);
  const line = await openLine(portOf(first.url));
  const [alice, bob] = await pairAt();
  let second;
  try {
    await join(bob, await invite(alice, line.url));
    await says(alice, 'distance', '110 m');
    first.child.kill('SIGKILL');
    await says(alice, 'connection', 'Connection lost');
    await alice.page.screenshot({ path: `${shots}/connection-lost.png` });
    await says(alice, 'connection', 'Reconnecting');
    second = await startServer(settings);
    line.leadTo(portOf(second.url));
    for (const one of [alice, bob]) await says(one, 'connection', 'Live');
    await bob.context.setGeolocation(near(0.002));
    await says(alice, 'distance', '220 m');
  } finally {
    await leave(alice, bob);
    line.close();
    await second?.stop();
    await first.stop();
    await rm(data, { recursive: true, force: true });
  }
});

test('a line that swallows everything is found out, and left for a new one', { timeout: 2 * timeout }, async () => {
  const line = await openLine(portOf(used.server.url));
  const [alice, bob] = await pairAt();
  alice.context.setDefaultTimeout(45_000);
  await join(bob, await invite(alice, line.url));
  await says(alice, 'distance', '110 m');
  line.swallow();
  await says(alice, 'connection', 'Connection lost');
  line.restore();
  await says(alice, 'connection', 'Live');
  await leave(alice, bob);
  line.close();
});

test('a clock ten minutes off harms nothing', { timeout }, async () => {
  const [alice, bob] = await pairAt();
  await bob.context.addInitScript(() => {
    const { now } = Date;
    Date.now = () => now() + 600_000;
  });
  await join(bob, await invite(alice, used.server.url));
  for (const one of [alice, bob]) {
    await says(one, 'distance', '110 m');
    assert.equal(await one.at('age').count(), 0, 'nobody looks stale');
  }
  await leave(alice, bob);
});

test('a place good to 2,500 m is not shown, and why is said', { timeout }, async () => {
  const [alice, bob] = [await person(used.browser, near(0)), await person(used.browser, near(0.001, 2_500))];
  await join(bob, await invite(alice, used.server.url));
  await says(bob, 'trouble', 'only an approximate location');
  await says(alice, 'band', 'Waiting for their location');
  await bob.context.setGeolocation(near(0.001, 20));
  await says(alice, 'distance', '110 m');
  await leave(alice, bob);
});

test('leaving the app pauses by itself, and coming back resumes', { timeout }, async () => {
  const [alice, bob] = await pairAt();
  await join(bob, await invite(alice, used.server.url));
  await says(alice, 'distance', '110 m');
  const turn = (state) =>
    bob.page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await turn('hidden');
  await says(alice, 'band', 'has paused');
  await turn('visible');
  await says(alice, 'distance', '110 m');
  await leave(alice, bob);
});

test('an ended meeting says who it was with to whoever opens its link again', { timeout }, async () => {
  const [alice, bob] = await pairAt();
  await join(bob, await invite(alice, used.server.url));
  await says(alice, 'distance', '110 m');
  await alice.at('end').click();
  await alice.at('end-yes').click();
  for (const one of [alice, bob]) await says(one, 'ended', 'It is over');
  await bob.page.reload();
  await says(bob, 'ended', 'It is over');
  await says(bob, 'summary', 'Alice');
  await leave(alice, bob);
});

test('without a network the app opens and says that it is offline', { timeout }, async () => {
  const alice = await person(used.browser, near(0));
  await alice.page.goto(used.server.url);
  await alice.at('name').waitFor();
  await alice.page.evaluate(() => navigator.serviceWorker.ready);
  await alice.page.reload();
  await alice.at('name').waitFor();
  await alice.context.setOffline(true);
  await alice.page.goto(`${used.server.url}/settings`);
  await alice.page.goto(used.server.url);
  await alice.page.getByText('You are offline').waitFor();
  await alice.context.setOffline(false);
  await alice.at('try-again').click();
  await alice.at('name').waitFor();
  await leave(alice);
});
