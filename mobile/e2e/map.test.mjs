// The map: with a base style that comes, and with one that does not.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { invite, join, leave, near, person, says, shots, timeout, withServer } from './people.mjs';

const STYLE = 'http://tiles.example/style.json';
const used = withServer({ MEETUP_MAP_STYLE_URL: STYLE });
const style = {
  version: 8,
  sources: {},
  layers: [{ id: 'sea', type: 'background', paint: { 'background-color': '#99ccee' } }],
};

for (const [name, answer] of [
  ['a style that comes', (route) => route.fulfill({ json: style })],
  ['no network for tiles', (route) => route.abort()],
]) {
  test(`both are on the map, with ${name}`, { timeout: 2 * timeout }, async () => {
    const [alice, bob] = [await person(used.browser, near(0)), await person(used.browser, near(0.001))];
    alice.context.setDefaultTimeout(60_000);
    await alice.context.route(STYLE, answer);
    await bob.context.route(STYLE, (route) => route.abort());
    await join(bob, await invite(alice, used.server.url));
    await says(alice, 'distance', '110 m');
    await alice.page.locator('.maplibregl-canvas').waitFor();
    for (const who of ['me', 'peer'])
      await alice.page.locator(`.maplibregl-marker[data-testid="marker-${who}"]`).waitFor();
    const [me, peer] = await Promise.all(['me', 'peer'].map((who) => alice.at(`marker-${who}`).boundingBox()));
    assert.ok(peer.x - me.x > 60, 'Bob is east of Alice, and both are in sight');
    assert.ok(Math.abs(peer.y - me.y) < 20, 'and on the same latitude');
    await alice.page.screenshot({ path: `${shots}/map-${name.replaceAll(' ', '-')}.png` });
    await alice.at('follow-me').click();
    await alice.at('follow-both').waitFor();
    assert.deepEqual(
      alice.errors.filter((error) => !error.includes('ERR_FAILED')),
      [],
    );
    await leave(alice, bob);
  });
}
