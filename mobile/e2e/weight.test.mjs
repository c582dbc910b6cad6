// What the app weighs, how soon it shows something, and how soon a step of the one is seen by the other.
import assert from 'node:assert/strict';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../../tests/harness/server.mjs';
import { invite, join, leave, near, person, says, timeout, withServer } from './people.mjs';

const used = withServer();
const scripts = path.join(root, 'artifacts/web/_expo/static/js/web');
const FIRST_LOAD = 200_000;
const MAP = 280_000;

test('the first load and the map stay within their size', (t) => {
  const weighed = readdirSync(scripts)
    .filter((name) => name.endsWith('.br'))
    .map((name) => [name, statSync(path.join(scripts, name)).size]);
  for (const [name, bytes] of weighed) t.diagnostic(`${name}: ${bytes} bytes`);
  const heaviest = (start) => Math.max(...weighed.filter(([name]) => name.startsWith(start)).map(([, bytes]) => bytes));
  assert.ok(heaviest('index-') <= FIRST_LOAD, 'the first load');
  assert.ok(heaviest('MapWeb-') <= MAP, 'the map');
});

test('the page of an invite shows something soon on a slow phone', { timeout }, async (t) => {
  const bob = await person(used.browser, near(0));
  const session = await bob.context.newCDPSession(bob.page);
  await session.send('Network.enable');
  const kbit = (speed) => (speed * 1024) / 8;
  const line = { offline: false, latency: 150, downloadThroughput: kbit(1600), uploadThroughput: kbit(750) };
  await session.send('Network.emulateNetworkConditions', line);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  await bob.page.goto(`${used.server.url}/join#abcdefghijklmnopqrstuvwxyz0123456789`);
  const first = await bob.page.waitForFunction(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  );
  t.diagnostic(`first contentful paint: ${Math.round(await first.jsonValue())} ms`);
  await leave(bob);
});

test('a step is on the other’s screen at once', { timeout }, async (t) => {
  const [alice, bob] = [await person(used.browser, near(0)), await person(used.browser, near(0.001))];
  await bob.context.addInitScript(() => {
    const { send } = WebSocket.prototype;
    window.sentAt = [];
    WebSocket.prototype.send = function (text) {
      if (String(text).includes('location_update')) window.sentAt.push(Date.now());
      return send.call(this, text);
    };
  });
  await join(bob, await invite(alice, used.server.url));
  await says(alice, 'distance', '110 m');
  await alice.page.evaluate(() => {
    window.seenAt = {};
    const distance = document.querySelector('[data-testid="distance"]');
    new MutationObserver(() => (window.seenAt[distance.textContent] ??= Date.now())).observe(distance, {
      characterData: true,
      childList: true,
      subtree: true,
    });
  });
  const took = [];
  for (let step = 1; step <= 30; step++) {
    const before = await bob.page.evaluate(() => window.sentAt.length);
    await bob.page.waitForTimeout(650);
    await bob.context.setGeolocation(near(0.001 + step * 0.0001));
    await bob.page.waitForFunction((count) => window.sentAt.length > count, before);
    const text = `${Math.round((0.001 + step * 0.0001) * 11_119.5) * 10} m`;
    await says(alice, 'distance', text);
    const [sent, seen] = [
      await bob.page.evaluate(() => window.sentAt.at(-1)),
      await alice.page.evaluate((key) => window.seenAt[key], text),
    ];
    took.push(seen - sent);
  }
  took.sort((a, b) => a - b);
  const at = (part) => took[Math.ceil(part * took.length) - 1];
  t.diagnostic(`from one browser to the other: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms`);
  assert.ok(at(0.5) < 1_000, 'a second is not at once');
  await leave(alice, bob);
});
