// Two people with the app: contexts of one Chromium, places that move, the real server.
import path from 'node:path';
import { after, before } from 'node:test';
import { launch } from '../../tests/harness/browser.mjs';
import { root, startServer } from '../../tests/harness/server.mjs';

export const timeout = 120_000;
export const shots = path.join(root, 'artifacts/screenshots');
/** Degrees at the equator, where the tests walk: 0.001 is 111 m in every direction. */
export const near = (east, accuracy = 5) => ({ latitude: 0.001, longitude: 0.001 + east, accuracy });

/** A server and a browser for the tests of one file. */
export function withServer(settings = {}) {
  const used = {};
  before(
    async () => {
      const all = {
        MEETUP__LIMITS__REST: 'off',
        MEETUP_MAP_STYLE_URL: '',
        MEETUP__WEB_APP__DIRECTORY: path.join(root, 'artifacts/web'),
        ...settings,
      };
      [used.server, used.browser] = await Promise.all([startServer(all), launch()]);
    },
    { timeout },
  );
  after(
    async () => {
      await used.browser?.close();
      await used.server?.stop();
    },
    { timeout },
  );
  return used;
}

export async function person(browser, place, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'en-IE',
    reducedMotion: 'reduce',
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

const textAt = ({ page }, id) =>
  page.evaluate((where) => document.querySelector(`[data-testid="${where}"]`)?.textContent ?? null, id);

export async function says(one, id, text) {
  try {
    await one.page.waitForFunction(
      ([where, what]) => document.querySelector(`[data-testid="${where}"]`)?.textContent.includes(what),
      [id, text],
    );
  } catch {
    await one.page.screenshot({ path: `${shots}/failed.png` });
    throw new Error(`${id} says ${JSON.stringify(await textAt(one, id))}, not ${text}; ${one.errors.join(' · ')}`);
  }
}

export async function invite(alice, url, name = 'Alice') {
  await alice.page.goto(url);
  await alice.at('name').fill(name);
  await alice.at('invite-someone').click();
  await alice.at('share-location').click();
  return alice.at('invite-url').textContent();
}

export async function join(bob, link) {
  await bob.page.goto(link);
  await says(bob, 'inviter', 'Alice wants to meet you');
  await bob.at('join').click();
}

export const leave = (...people) => Promise.all(people.map(({ context }) => context.close()));

/** Signed in under that name, on Home, with no meeting begun. */
export async function be(one, url, name) {
  await one.page.goto(url);
  await one.at('name').fill(name);
  await one.at('find').click();
  await one.at('search').waitFor();
  await one.page.goto(url);
  await one.at('name').waitFor();
}
