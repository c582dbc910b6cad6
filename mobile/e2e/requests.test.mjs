// Asking somebody by name: found, asked, accepted, declined, taken back; and what a link to a request shows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, call, signIn } from '../../tests/harness/server.mjs';
import { be, leave, near, person, says, shots, timeout, withServer } from './people.mjs';

const used = withServer();
const open = (one, path) => one.page.goto(`${used.server.url}${path}`);

async function beFound(one) {
  await open(one, '/settings');
  await one.at('discoverable').click();
  await one.page.waitForFunction(
    () => document.querySelector('[data-testid="discoverable"]').getAttribute('aria-checked') === 'true',
  );
}

async function askFor(one, name, message) {
  await open(one, '/search');
  await one.at('search').fill(name);
  if (message) await one.at('message').fill(message);
  await one.at('ask').click();
  await one.at('asked').waitFor();
}

test('somebody is found, asked, accepts, and both are in one meeting', { timeout }, async () => {
  const [alice, bob] = [await person(used.browser, near(0)), await person(used.browser, near(0.001))];
  await be(alice, used.server.url, 'Alice');
  await be(bob, used.server.url, 'Bob');
  await open(alice, '/search');
  await alice.at('search').fill('bo');
  await alice.page.getByText('Nobody of that name can be found').waitFor();
  await beFound(bob);
  await askFor(alice, 'bo', 'At the fountain?');
  await alice.page.screenshot({ path: `${shots}/home-asked.png` });

  await bob.at('tab-home').click();
  await says(bob, 'incoming-banner', 'Alice wants to meet you');
  await bob.at('tab-requests').click();
  await says(bob, 'request', 'At the fountain?');
  await bob.page.screenshot({ path: `${shots}/requests.png` });
  await bob.at('accept').click();
  await says(bob, 'peer-name', 'Alice');
  await alice.at('return').click();
  await alice.at('share-location').click();
  for (const one of [alice, bob]) await says(one, 'distance', '110 m');
  await leave(alice, bob);
});

test('a request is declined, another taken back', { timeout }, async () => {
  const [alice, bob] = [await person(used.browser, near(0)), await person(used.browser, near(0.001))];
  await be(alice, used.server.url, 'Alice');
  await be(bob, used.server.url, 'Boris');
  await beFound(bob);
  await askFor(alice, 'Boris');
  await open(bob, '/requests');
  await bob.at('reject').click();
  await bob.at('request').waitFor({ state: 'detached' });
  await alice.at('asked').waitFor({ state: 'detached' });

  await askFor(alice, 'Boris');
  await says(bob, 'request', 'Alice');
  await open(alice, '/requests');
  await alice.at('cancel').click();
  await bob.at('request').waitFor({ state: 'detached' });
  await leave(alice, bob);
});

test('a link to a request shows that one first, and what became of it', { timeout }, async () => {
  const bob = await person(used.browser, near(0));
  await be(bob, used.server.url, 'Bob');
  const bobId = await bob.page.evaluate(() => JSON.parse(localStorage.getItem('meetup.tokens')).user.id);
  const alice = await signIn(used.server.url, 'Alice');
  const request = await ask(used.server.url, 'POST', '/requests', { token: alice.token, body: { to_user_id: bobId } });

  await open(bob, `/request/${request.id}`);
  await says(bob, 'linked-request', 'Alice');
  await call(used.server.url, 'POST', `/requests/${request.id}/cancel`, { token: alice.token });
  await bob.at('accept').click();
  await bob.page.getByText('This request has been answered or taken back').waitFor();
  await bob.page.reload();
  await says(bob, 'linked-request', 'Taken back');
  await open(bob, '/request/0190f5a8-0000-7000-8000-000000000000');
  await bob.page.getByText('The request of this link does not exist').waitFor();
  await leave(bob);
});

test('settings hold: the name, the theme, the copy of one’s data, and being forgotten', { timeout }, async () => {
  const alice = await person(used.browser, near(0));
  await be(alice, used.server.url, 'Alice');
  await open(alice, '/settings');
  await alice.at('my-name').fill('Alice B.');
  await alice.at('save-name').click();
  await alice.page.getByText('Saved.').waitFor();
  await alice.page.getByRole('radio', { name: 'Dark' }).click();
  await alice.page.reload();
  await alice.at('my-name').waitFor();
  assert.equal(await alice.at('my-name').inputValue(), 'Alice B.');
  assert.equal(await alice.page.getByRole('radio', { name: 'Dark' }).getAttribute('aria-checked'), 'true');

  const [download] = await Promise.all([alice.page.waitForEvent('download'), alice.at('export').click()]);
  assert.equal(download.suggestedFilename(), 'meetup-my-data.json');
  const { token } = await alice.page.evaluate(() => ({
    token: JSON.parse(localStorage.getItem('meetup.tokens')).access,
  }));
  await alice.at('delete-me').click();
  await alice.at('delete-me-yes').click();
  await alice.at('my-name').waitFor({ state: 'detached' });
  assert.equal((await call(used.server.url, 'GET', '/users/me', { token })).status, 401);
  assert.equal(await alice.page.evaluate(() => localStorage.getItem('meetup.tokens')), null);
  await leave(alice);
});
