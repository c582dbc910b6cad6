// Every screen in both themes: no violation that axe knows of, nothing wider than the screen, and a picture to look at.
import { AxeBuilder } from '@axe-core/playwright';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { be, invite, join, leave, near, person, says, shots, timeout, withServer } from './people.mjs';

const used = withServer();
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function look(one, name) {
  await one.page.screenshot({ path: `${shots}/${name}.png` });
  const { violations } = await new AxeBuilder({ page: one.page }).withTags(rules).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  assert.deepEqual(found, [], name);
  const wide = await one.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(wide <= 0, `${name} is ${wide} px too wide`);
}

for (const colorScheme of ['light', 'dark']) {
  test(`every screen, ${colorScheme}`, { timeout: 2 * timeout }, async () => {
    const alice = await person(used.browser, near(0), { colorScheme, reducedMotion: 'reduce' });
    const bob = await person(used.browser, near(0.001), {
      colorScheme,
      reducedMotion: 'reduce',
      viewport: { width: 320, height: 640 },
    });
    const see = (one, name) => look(one, `${name}-${colorScheme}`);
    await be(alice, used.server.url, 'Alice');
    await see(alice, 'home');
    for (const tab of ['requests', 'settings']) {
      await alice.at(`tab-${tab}`).click();
      await alice.page.waitForTimeout(300);
      await see(alice, tab);
    }
    await alice.page.goto(`${used.server.url}/search`);
    await alice.at('search').fill('nobody');
    await alice.page.getByText('Nobody of that name').waitFor();
    await see(alice, 'search');
    await alice.page.goto(`${used.server.url}/nowhere/at/all`);
    await alice.page.getByText('There is nothing here').waitFor();
    await see(alice, 'not-found');

    const link = await invite(alice, used.server.url);
    await alice.at('show-qr').click();
    await alice.at('qr').waitFor();
    await see(alice, 'invite');
    await bob.page.goto(link);
    await says(bob, 'inviter', 'Alice wants to meet you');
    await see(bob, 'join');
    await join(bob, link);
    for (const one of [alice, bob]) await says(one, 'distance', '110 m');
    await see(alice, 'session');
    await see(bob, 'session-small');
    await alice.at('manual').click();
    await says(bob, 'peer-confirmed', 'Alice is here');
    await see(alice, 'waiting');
    await bob.at('manual').click();
    await says(alice, 'ended', 'You made it!');
    await alice.at('summary').waitFor();
    await see(alice, 'ended');
    await alice.at('done').click();
    await alice.at('met').waitFor();
    await see(alice, 'home-met');
    await leave(alice, bob);
  });
}
