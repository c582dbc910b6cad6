// The whole way two people go with the app.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invite, join, leave, near, person, says, shots, timeout, withServer } from './people.mjs';

const used = withServer();

test('a guest invites, another joins with one press, they walk, confirm and celebrate', { timeout }, async () => {
  const [alice, bob] = [
    await person(used.browser, near(0)),
    await person(used.browser, near(0.0028), { colorScheme: 'dark' }),
  ];
  await alice.page.goto(used.server.url);
  await alice.at('name').waitFor();
  await alice.page.screenshot({ path: `${shots}/home.png` });
  const url = await invite(alice, used.server.url);
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
  const [alice, bob] = [await person(used.browser, near(0)), await person(used.browser, near(0.0028))];
  await join(bob, await invite(alice, used.server.url));
  await says(alice, 'distance', '310 m');
  await bob.at('pause').click();
  await says(alice, 'band', 'Guest has paused');
  await bob.at('pause').click();
  await bob.context.setGeolocation(near(0.003));
  await says(alice, 'distance', '330 m');
  await leave(alice, bob);
});

test('who declines still sees the other, and can meet by hand', { timeout }, async () => {
  const [alice, bob] = [await person(used.browser, near(0)), await person(used.browser, null)];
  await join(bob, await invite(alice, used.server.url));
  await says(bob, 'trouble', 'does not share its location');
  await bob.at('marker-peer').waitFor({ state: 'attached' });
  await bob.at('manual').click();
  await says(alice, 'peer-confirmed', 'Guest is here');
  await alice.at('manual').click();
  for (const one of [alice, bob]) await says(one, 'ended', 'You made it!');
  await leave(alice, bob);
});

test('a spent invite says so, and a second window takes over from the first', { timeout }, async () => {
  const [alice, bob, eve] = [
    await person(used.browser, near(0)),
    await person(used.browser, near(0.001)),
    await person(used.browser, near(0)),
  ];
  const url = await invite(alice, used.server.url);
  await join(bob, url);
  await says(alice, 'peer-name', 'Guest');
  await eve.page.goto(url);
  await eve.page.getByText('This invite has been used or has run out').waitFor();

  const second = await alice.context.newPage();
  await second.goto(alice.page.url());
  await alice.page.getByText('open in another window').waitFor();
  await leave(alice, bob, eve);
});

test(
  'what the server serves is compressed, cached by its hash, and never in the way of the API',
  { timeout },
  async () => {
    const page = await fetch(`${used.server.url}/join`, { headers: { Accept: 'text/html' } });
    const script = /src="(\/_expo\/static\/[^"]+)"/.exec(await page.text())[1];
    const file = await fetch(used.server.url + script, { headers: { 'Accept-Encoding': 'br' } });
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
      const answer = await fetch(used.server.url + route, { method });
      assert.equal(answer.status, status, `${method} ${route}`);
      assert.doesNotMatch(answer.headers.get('content-type') ?? '', /html/, route);
    }
  },
);
