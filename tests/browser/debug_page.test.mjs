// The debug page as people use it: two contexts of one Chromium against the real server.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launch, linkOf, openPage, stand, waitForState, waitForText } from '../harness/browser.mjs';
import { ask, pair, root, signIn, startServer, until } from '../harness/server.mjs';

const timeout = 180_000;
const file = pathToFileURL(`${root}/web/client.html`).href;
// Kilometres per degree at the equator, where the tests walk: 0.001 is 111 m in every direction.
const start = { lat: 0.001, lon: 0.001 };

let server;
let browser;
before(async () => { [server, browser] = await Promise.all([startServer({ MEETUP__LIMITS__REST: 'off' }), launch()]); }, { timeout });
after(async () => { await browser?.close(); await server?.stop(); }, { timeout });

async function openBoth(names, options) {
  const people = await pair(server.url, names);
  const alice = await openPage(browser, linkOf(server.url, people.sessionId, people.alice), options);
  const bob = await openPage(browser, linkOf(server.url, people.sessionId, people.bob), options);
  await waitForState(alice.page, 'live');
  await waitForState(bob.page, 'live');
  return { ...people, a: alice, b: bob, close: () => Promise.all([alice.context.close(), bob.context.close()]) };
}

test('two people walk, see each other, say "I’m here" and celebrate', { timeout }, async () => {
  const { a, b, close } = await openBoth();
  await stand(a.page, start.lat, start.lon);
  await stand(b.page, start.lat, start.lon + 0.0028);
  await waitForText(a.page, '#band', 'far away');
  await waitForText(a.page, '#peer-chip', 'Bob, online, live');
  await waitForText(b.page, '#distance', '311 m');
  assert.equal(await a.page.isDisabled('#im-here'), true, 'nobody confirms from afar');

  await a.page.selectOption('#pace', '40');
  await a.page.check('#walk');
  await waitForText(b.page, '#band', 'here, ');
  await waitForText(b.page, '#spoken', 'Alice: here');
  await a.page.uncheck('#walk');

  await a.page.click('#im-here:enabled');
  await waitForText(b.page, '#confirm-peer', 'Alice: is here');
  await waitForText(a.page, '#confirm-peer', 'Bob: not yet');
  assert.match(await a.page.textContent('#confirm-time'), /^(60|5\d) s left/);
  await b.page.click('#im-here:enabled');
  for (const { page } of [a, b]) {
    await page.waitForSelector('#party[open]');
    await waitForText(page, '#party-why', 'within 50 m');
    await waitForText(page, '#why', 'PROXIMITY_REACHED');
    assert.ok(await page.locator('.bit').count() > 0);
  }

  for (const { page, seen } of [a, b]) {
    const host = new URL(server.url).host;
    assert.equal(page.url(), `${server.url}/debug`, 'the address keeps no token');
    assert.deepEqual(seen.requests.filter((one) => !one.startsWith('data:') && new URL(one).host !== host), []);
    assert.deepEqual(seen.requests.filter((one) => one.includes('eyJ')), [], 'no address ever carried the token');
    assert.deepEqual(seen.errors, []);
  }

  await close();
});

test('a person needs nothing but the page: guest, session, invite, redeem, connect', { timeout }, async () => {
  const a = await openPage(browser, `${server.url}/debug`);
  const b = await openPage(browser, `${server.url}/debug`);
  await a.page.fill('#name', 'Alice');
  await a.page.click('#guest');
  await waitForText(a.page, '#said', 'Signed in as Alice');
  await a.page.click('#new-session');
  await waitForText(a.page, '#said', 'A session for one');
  await a.page.click('#connect');
  await waitForText(a.page, '#why', 'PENDING');
  await a.page.click('#invite');
  await waitForText(a.page, '#said', 'Good for 15 minutes');
  const invite = await a.page.inputValue('#invite-token');
  assert.match(invite, /\/join#/);

  await b.page.fill('#name', 'Bob');
  await b.page.click('#guest');
  await waitForText(b.page, '#said', 'Signed in as Bob');
  await b.page.fill('#invite-token', invite);
  await b.page.click('#redeem');
  await waitForText(b.page, '#said', 'You are in');
  await b.page.selectOption('#way', 'subprotocol');
  await b.page.click('#connect');
  await waitForText(b.page, '#why', 'ACTIVE');
  await waitForText(a.page, '#why', 'ACTIVE');
  await waitForText(a.page, '#peer-chip', 'Bob, online');

  await b.page.click('#im-here-manual');
  await waitForText(a.page, '#confirm-peer', 'Bob: is here');
  await a.page.click('#im-here-manual');
  await waitForText(b.page, '#party-why', 'by hand');
  await a.context.close();
  await b.context.close();
});

test('names and frames with markup are shown as text', { timeout }, async () => {
  const markup = '<img src=x onerror=alert(1)>';
  const { a, b, close } = await openBoth([markup, `"><script>alert(1)</script>`]);
  await stand(a.page, start.lat, start.lon);
  await stand(b.page, start.lat, start.lon + 0.001);
  await waitForText(b.page, '#peer-chip', markup);
  await waitForText(b.page, '#board', markup);
  await a.page.click('#raw-card > summary');
  for (const frame of ['{"type":"<img src=x onerror=alert(1)>"}', '<svg onload=alert(1)>', '{"type":"location_update","payload":"<b>"}']) {
    await a.page.fill('#raw', frame);
    await a.page.click('#send-raw');
  }
  await waitForText(a.page, '#log', '<svg onload=alert(1)>');
  await waitForText(a.page, '#refusal', 'INVALID_PAYLOAD');
  await a.page.click('#im-here-manual');
  await b.page.click('#im-here-manual');
  await waitForText(a.page, '#party-why', markup);
  for (const { page, seen } of [a, b]) {
    assert.equal(await page.locator('main img, main script, dialog img, dialog script').count(), 0);
    assert.equal(seen.dialogs, 0);
    assert.deepEqual(seen.errors, []);
  }

  await close();
});

test('every preset of bad input is answered or closes the socket, and never breaks the page', { timeout }, async () => {
  const { a, close } = await openBoth();
  await a.page.selectOption('#rate', '0');
  await a.page.click('#raw-card > summary');
  const presets = await a.page.locator('#preset option').allTextContents();
  const harmless = ['a good fix', 'deeply nested', 'end with markup'];
  for (const preset of presets.filter((one) => !harmless.includes(one))) {
    await waitForState(a.page, 'live');
    await a.page.click('#clear-log');
    await a.page.selectOption('#preset', preset);
    await a.page.click('#send-raw');
    if (preset === 'the other side of the world') continue;
    const closes = { 'over 4 KiB': 'closed 1009', 'a foreign token': 'closed 4401' }[preset];
    await waitForText(a.page, '#log', closes ?? '"type":"error"');
    if (closes) await a.page.click('#connect-card > summary').then(() => a.page.click('#connect')).then(() => a.page.click('#connect-card > summary'));
  }

  assert.deepEqual(a.seen.errors, []);
  await close();
});

test('works from a file', { timeout }, async () => {
  const people = await pair(server.url);
  const a = await openPage(browser, `${file}#server=${encodeURIComponent(server.url)}&session=${people.sessionId}&token=${people.alice.token}`);
  await waitForState(a.page, 'live');
  await stand(a.page, start.lat, start.lon);
  await until(async () => {
    const shot = await ask(server.url, 'GET', `/sessions/${people.sessionId}/snapshot`, { token: people.bob.token });
    return shot.participants.some((one) => one.location?.lat === start.lat);
  }, 'the fix of the page from a file arrives');
  assert.equal(a.page.url(), file);
  await a.context.close();
});

test('arrow keys move the dot by metres, with Shift ten steps at once', { timeout }, async () => {
  const { a, b, close } = await openBoth();
  await stand(a.page, 0, 0);
  await stand(b.page, 0, 0.001);
  await a.page.fill('#stride', '1');
  await a.page.focus('#board');
  const lat = async () => Number(await a.page.inputValue('#lat')) * 111_195;
  const lon = async () => Number(await a.page.inputValue('#lon')) * 111_195;
  await a.page.keyboard.press('ArrowUp');
  assert.ok(Math.abs(await lat() - 1) < 0.1, `${await lat()}`);
  await a.page.keyboard.press('Shift+ArrowRight');
  assert.ok(Math.abs(await lon() - 10) < 0.1, `${await lon()}`);
  await waitForText(b.page, '#distance', '101 m');
  await close();
});

test('the dot can be dragged', { timeout }, async () => {
  const { a, close } = await openBoth();
  await stand(a.page, 0, 0);
  await a.page.waitForSelector('#grip');
  const grip = await a.page.evaluate(() => document.getElementById('grip').getBoundingClientRect().toJSON());
  const middle = { x: grip.x + grip.width / 2, y: grip.y + grip.height / 2 };
  await a.page.mouse.move(middle.x, middle.y);
  await a.page.mouse.down();
  await a.page.mouse.move(middle.x + 60, middle.y, { steps: 6 });
  await a.page.mouse.up();
  assert.ok(Number(await a.page.inputValue('#lon')) > 0);
  assert.ok(Math.abs(Number(await a.page.inputValue('#lat'))) < 0.00001);
  await close();
});

test('a close code is explained, and only a lost connection comes back', { timeout }, async () => {
  const people = await pair(server.url);
  const a = await openPage(browser, linkOf(server.url, people.sessionId, people.alice));
  await waitForState(a.page, 'live');
  const again = await openPage(browser, linkOf(server.url, people.sessionId, people.alice));
  await waitForState(a.page, 'closed');
  await waitForText(a.page, '#why', '4409: The same person connected elsewhere');

  const eve = await signIn(server.url, 'eve');
  const stranger = await openPage(browser, `${server.url}/debug`);
  await stranger.page.fill('#token', eve.token);
  await stranger.page.fill('#session', people.sessionId);
  await stranger.page.selectOption('#way', 'subprotocol');
  await stranger.page.click('#connect');
  await waitForText(stranger.page, '#why', '4404: There is no such session for you.');

  await again.page.evaluate(() => dispatchEvent(new HashChangeEvent('hashchange')));
  await again.page.click('#raw-card > summary');
  await again.page.click('#send-binary');
  await waitForText(again.page, '#log', 'closed 1003');
  await waitForState(again.page, 'live');
  await Promise.all([a, again, stranger].map(({ context }) => context.close()));
});

test('the other’s fix is seen to age: delayed, lost, expired', { timeout }, async () => {
  const people = await pair(server.url);
  const b = await openPage(browser, linkOf(server.url, people.sessionId, people.bob));
  await waitForState(b.page, 'live');
  await b.page.selectOption('#rate', '0');
  await stand(b.page, start.lat, start.lon);

  const a = await openPage(browser, 'about:blank');
  await a.page.clock.install();
  await a.page.goto(linkOf(server.url, people.sessionId, people.alice));
  await waitForState(a.page, 'live');
  await b.page.click('#send-fix');
  await waitForText(a.page, '#peer-chip', 'fix fresh');
  for (const [seconds, word] of [[16, 'delayed'], [30, 'lost'], [76, 'expired']]) {
    await a.page.clock.fastForward(seconds * 1000);
    await waitForText(a.page, '#peer-chip', `fix ${word}`);
    assert.equal(await a.page.getAttribute('.peer[data-age]', 'data-age'), word);
  }

  await a.context.close();
  await b.context.close();
});

test('reduced motion is honoured', { timeout }, async () => {
  const { a, b, close } = await openBoth(undefined, { reducedMotion: 'reduce' });
  await a.page.click('#im-here-manual');
  await b.page.click('#im-here-manual');
  await a.page.waitForSelector('#party[open]');
  assert.equal(await a.page.locator('.bit').count(), 0);
  await close();
});

test('fits 320 pixels, and everything to press is at least 44 high', { timeout }, async () => {
  const { page, context } = await openPage(browser, `${server.url}/debug`, { viewport: { width: 320, height: 640 } });
  await page.click('#raw-card > summary');
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
  const small = await page.evaluate(() => [...document.querySelectorAll('button, select, textarea, summary, label.check, label.field input')]
    .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 44)
    .map((one) => one.outerHTML.slice(0, 60)));
  assert.deepEqual(small, []);
  const nameless = await page.evaluate(() => [...document.querySelectorAll('input, select, textarea')].filter((one) => one.labels.length === 0).map((one) => one.id));
  assert.deepEqual(nameless, []);
  await context.close();
});
