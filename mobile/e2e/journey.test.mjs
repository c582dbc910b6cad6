// The app as two people use it: two contexts of one Chromium, places that move, the real server.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { launch } from '../../tests/harness/browser.mjs';
import { root, startServer } from '../../tests/harness/server.mjs';

const timeout = 120_000;
const shots = path.join(root, 'artifacts/screenshots');
// Kilometres per degree at the equator, where the tests walk: 0.001 is 111 m in every direction.
const near = (east) => ({ latitude: 0.001, longitude: 0.001 + east, accuracy: 5 });

let server;
let browser;
before(
  async () => {
    const settings = { MEETUP__LIMITS__REST: 'off', MEETUP__WEB_APP__DIRECTORY: path.join(root, 'artifacts/web') };
    [server, browser] = await Promise.all([startServer(settings), launch()]);
  },
  { timeout },
);
after(
  async () => {
    await browser?.close();
    await server?.stop();
  },
  { timeout },
);

async function person(place, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'en-GB',
    permissions: place ? ['geolocation', 'clipboard-read', 'clipboard-write'] : [],
    geolocation: place ?? undefined,
    ...options,
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (line) => line.type() === 'error' && errors.push(line.text()));
  return { context, page, errors, at: (id) => page.getByTestId(id) };
}

const says = ({ page }, id, text) =>
  page.waitForFunction(([where, what]) => document.querySelector(`[data-testid="${where}"]`)?.textContent.includes(what), [id, text]);

async function invite(alice) {
  await alice.page.goto(server.url);
  await alice.at('name').fill('Alice');
  await alice.at('invite-someone').click();
  await alice.at('share-location').click();
  return alice.at('invite-url').textContent();
}

async function join(bob, url) {
  await bob.page.goto(url.replace(/^https?:\/\/[^/]+/, server.url));
  await says(bob, 'inviter', 'Alice wants to meet you');
  await bob.at('join').click();
}

const leave = (...people) => Promise.all(people.map(({ context }) => context.close()));

test('a guest invites, another joins with one press, they walk, confirm and celebrate', { timeout }, async () => {
  const [alice, bob] = [await person(near(0)), await person(near(0.0028), { colorScheme: 'dark' })];
  await alice.page.goto(server.url);
  await alice.at('name').waitFor();
  await alice.page.screenshot({ path: `${shots}/home.png` });
  const url = await invite(alice);
  await alice.page.screenshot({ path: `${shots}/invite.png` });
  await bob.page.goto(url);
  await says(bob, 'inviter', 'Alice wants to meet you');
  await bob.page.screenshot({ path: `${shots}/join-dark.png` });
  await bob.at('join').click();
  for (const one of [alice, bob]) {
    await says(one, 'distance', '310 m');
    await says(one, 'band', 'Far away');
  }
  assert.equal(await alice.at('im-here').isDisabled(), true, 'nobody confirms from afar');
  await alice.page.screenshot({ path: `${shots}/session.png` });
  await bob.page.screenshot({ path: `${shots}/session-dark.png` });

  for (const [east, band] of [
    [0.0016, 'Getting close'],
    [0.0008, 'Nearly there'],
    [0.0002, 'You’re here'],
  ]) {
    await bob.page.waitForTimeout(2_000);
    await bob.context.setGeolocation(near(east));
    for (const one of [alice, bob]) await says(one, 'band', band);
  }

  await alice.at('im-here').click();
  await says(alice, 'waiting', 'Waiting for Guest');
  await says(bob, 'peer-confirmed', 'Alice is here');
  await bob.at('im-here').click();
  for (const one of [alice, bob]) await says(one, 'ended', 'You made it!');
  await alice.page.screenshot({ path: `${shots}/ended.png` });
  assert.deepEqual([...alice.errors, ...bob.errors], []);
  await leave(alice, bob);
});

test('a pause is seen by the other, and so is coming back', { timeout }, async () => {
  const [alice, bob] = [await person(near(0)), await person(near(0.0028))];
  await join(bob, await invite(alice));
  await says(alice, 'distance', '310 m');
  await bob.at('pause').click();
  await says(alice, 'band', 'Guest has paused');
  await bob.at('pause').click();
  await bob.context.setGeolocation(near(0.003));
  await says(alice, 'distance', '330 m');
  await leave(alice, bob);
});

test('who declines still sees the other, and can meet by hand', { timeout }, async () => {
  const [alice, bob] = [await person(near(0)), await person(null)];
  await join(bob, await invite(alice));
  await says(bob, 'trouble', 'does not share its location');
  await bob.at('marker-peer').waitFor({ state: 'attached' });
  await bob.at('manual').click();
  await says(alice, 'peer-confirmed', 'Guest is here');
  await alice.at('manual').click();
  for (const one of [alice, bob]) await says(one, 'ended', 'You made it!');
  await leave(alice, bob);
});

test('a spent invite says so, and a second window takes over from the first', { timeout }, async () => {
  const [alice, bob, eve] = [await person(near(0)), await person(near(0.001)), await person(near(0))];
  const url = await invite(alice);
  await join(bob, url);
  await says(alice, 'peer-name', 'Guest');
  await eve.page.goto(url);
  await eve.page.getByText('This invite has been used or has run out').waitFor();

  const second = await alice.context.newPage();
  await second.goto(alice.page.url());
  await alice.page.getByText('open in another window').waitFor();
  await leave(alice, bob, eve);
});

test('what the server serves is compressed, cached by its hash, and never in the way of the API', { timeout }, async () => {
  const page = await fetch(`${server.url}/join`, { headers: { Accept: 'text/html' } });
  const script = /src="(\/_expo\/static\/[^"]+)"/.exec(await page.text())[1];
  const file = await fetch(server.url + script, { headers: { 'Accept-Encoding': 'br' } });
  assert.equal(file.headers.get('content-encoding'), 'br');
  assert.match(file.headers.get('cache-control'), /immutable/);
  assert.equal(page.headers.get('cache-control'), 'no-cache');
  assert.doesNotMatch(page.headers.get('content-security-policy'), /unsafe/);
  for (const [method, route, status] of [
    ['GET', '/api/v1/nothing', 404],
    ['POST', '/api/v1/nothing', 404],
    ['GET', '/ws', 404],
    ['GET', '/.well-known/nothing', 404],
    ['GET', '/missing.js', 404],
    ['GET', '/health/live', 200],
    ['GET', '/config.json', 200],
  ]) {
    const answer = await fetch(server.url + route, { method });
    assert.equal(answer.status, status, `${method} ${route}`);
    assert.doesNotMatch(answer.headers.get('content-type') ?? '', /html/, route);
  }
});
