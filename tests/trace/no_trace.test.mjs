// What is left of a session after its end: who and when, never where, and no secret in the log, however much is logged.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import WebSocket from 'ws';
import { ask, call, pair, startServer, until } from '../harness/server.mjs';

const timeout = 90_000;

// Numbers that occur nowhere else, so that a hit is a trace and no accident.
const steps = Array.from({ length: 12 }, (_, i) => ({
  alice: { lat: 48.7319553 + i * 0.00001, lon: 11.4628617 },
  bob: { lat: 48.7322991 - i * 0.00001, lon: 11.4628779 },
}));
const places = steps.flatMap(({ alice, bob }) => [alice, bob]);

/** Everything a coordinate might be kept as: text cut to about 10 m, and the number in the bytes a database or a dump would hold. */
const traces = [...new Set(places.flatMap(({ lat, lon }) => [lat, lon]))].flatMap((number) => {
  const bytes = Buffer.alloc(16);
  bytes.writeDoubleLE(number, 0);
  bytes.writeDoubleBE(number, 8);
  const text = String(number);
  return [Buffer.from(text.slice(0, text.indexOf('.') + 5)), bytes.subarray(0, 8), bytes.subarray(8, 16)];
});

const holds = (content, wanted) => wanted.filter((one) => content.includes(one)).map((one) => `${one.toString('latin1')} (${one.toString('hex')})`);

/** Every file below the data directory with what of `wanted` is in it. */
async function search(directory, wanted) {
  const files = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const found = {};
  for (const file of files) {
    const name = path.join(file.parentPath, file.name);
    const hits = holds(await readFile(name), wanted);
    if (hits.length > 0) found[path.relative(directory, name)] = hits;
  }
  return { found, files: files.map((file) => file.name) };
}

let server;
const secrets = [];
const everything = Object.fromEntries(
  ['Default', 'Microsoft', 'Microsoft.AspNetCore.Hosting.Diagnostics', 'Microsoft.Hosting.Lifetime', 'System.Net.Http.HttpClient']
    .map((category) => [`Logging__LogLevel__${category}`, 'Trace']));
before(async () => { server = await startServer(everything); }, { timeout });
after(() => server?.stop(), { timeout });

const open = (query, token) => new WebSocket(
  `${server.url.replace('http', 'ws')}/api/v1/ws/meetup?${query}`, token ? ['meetup.v1', `bearer.${token}`] : []);
const fix = (place) => ({ ...place, accuracy_m: 5, timestamp: new Date().toISOString() });
const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

/** Collects frames, so that a step waits for what it caused. */
function listen(socket) {
  const frames = [];
  socket.on('message', (text) => frames.push(JSON.parse(text)));
  return { frames, count: (type) => frames.filter((frame) => frame.type === type).length, closed: once(socket, 'close') };
}

/** Three refusals with a place in them; fewer than would close the socket. */
function misspeak(socket, place) {
  socket.send(JSON.stringify({ type: 'location_update', payload: { ...fix(place), lat: `${place.lat}` } }));
  socket.send(JSON.stringify({ type: 'location_update', payload: { ...fix(place), accuracy_m: 5000 } }));
  socket.send(JSON.stringify({ type: `at ${place.lat}`, payload: place }));
}

/** Two people walk towards each other by every way a fix can come in, with refused ones between, and meet. */
async function walkAndMeet() {
  const { alice, bob, sessionId } = await pair(server.url);
  const { ticket } = await ask(server.url, 'POST', `/sessions/${sessionId}/ws-ticket`, { token: alice.token });
  secrets.push(alice.token, bob.token, ticket);
  const [a, b] = [open(`session_id=${sessionId}&ticket=${ticket}`), open(`session_id=${sessionId}&token=${bob.token}`)];
  const [atAlice, atBob] = [listen(a), listen(b)];
  await until(() => atAlice.count('session_snapshot') && atBob.count('session_snapshot'), 'both are connected');
  for (const [i, step] of steps.entries()) {
    a.send(JSON.stringify({ type: 'location_update', payload: fix(step.alice) }));
    assert.equal((await call(server.url, 'POST', `/sessions/${sessionId}/location`, { token: bob.token, body: fix(step.bob) })).status, 202);
    if (i < 4) misspeak(a, step.alice);
    await until(() => atBob.count('peer_location') === i + 1 && atAlice.count('peer_location') === i + 1, `step ${i} was seen by both`);
    await pause(120);
  }
  await ask(server.url, 'GET', `/sessions/${sessionId}/snapshot`, { token: alice.token });
  return { alice, bob, sessionId, a, b, atAlice, atBob };
}

test('a session that ended leaves no place in the data directory or the log', { timeout }, async () => {
  const { alice, sessionId, a, b, atAlice, atBob } = await walkAndMeet();
  assert.deepEqual((await search(server.data, traces)).found, {}, 'nothing is written while it lasts either');

  a.send('{"type":"im_here"}');
  b.send('{"type":"im_here"}');
  await Promise.all([atAlice.closed, atBob.closed]);
  assert.equal(atBob.frames.find((frame) => frame.type === 'session_ended').payload.reason, 'PROXIMITY_REACHED');

  const shot = await ask(server.url, 'GET', `/sessions/${sessionId}/snapshot`, { token: alice.token });
  assert.deepEqual(shot.participants.map((person) => person.location), [null, null]);
  const { found, files } = await search(server.data, traces);
  assert.deepEqual(found, {});
  assert.ok(files.some((name) => name.endsWith('.db')), `the database was looked into: ${files}`);
  assert.deepEqual(holds(Buffer.from(server.log()), traces), []);
});

test('the log names no secret, though everything is logged and query strings are too', { timeout }, async () => {
  const { refresh_token: refresh, access_token: access } = await ask(server.url, 'POST', '/auth/guest', { body: { display_name: 'Alice' } });
  const { id } = await ask(server.url, 'POST', '/sessions', { token: access, body: {} });
  const { invite_token: invite } = await ask(server.url, 'POST', `/sessions/${id}/invites`, { token: access });
  await ask(server.url, 'POST', '/invite/resolve', { body: { token: invite }, token: access });
  await call(server.url, 'GET', `/sessions/${id}?token=${access}`);
  await ask(server.url, 'POST', '/auth/refresh', { body: { refresh_token: refresh } });
  for (const token of [access, `${access.slice(0, -4)}AAAA`]) {
    const socket = open(`session_id=${id}`, token);
    await once(socket, 'message');
    socket.close();
    await once(socket, 'close');
  }
  secrets.push(access, refresh, invite);

  // The last part of a token is its own; the first is shared by all of them.
  const tails = secrets.map((secret) => Buffer.from(secret.slice(-20)));
  const log = Buffer.from(server.log());
  assert.match(server.log(), /debug|trace/u, 'the log holds what only the lowest level shows');
  assert.match(server.log(), /ws\/meetup/u, 'the log holds request lines');
  assert.deepEqual(holds(log, tails), []);
  assert.deepEqual((await search(server.data, secrets.map((secret) => Buffer.from(secret)))).found, {}, 'only hashes are stored');
});

test('the search finds what it looks for, in text and in bytes', { timeout }, async () => {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(places[3].lat);
  await writeFile(path.join(server.data, 'text.tmp'), `at ${places[0].lat}`);
  await writeFile(path.join(server.data, 'bytes.tmp'), Buffer.concat([Buffer.from('x'), bytes]));
  assert.deepEqual(Object.keys((await search(server.data, traces)).found).sort(), ['bytes.tmp', 'text.tmp']);
  assert.notDeepEqual((await search(server.data, [Buffer.from('Alice')])).found, {}, 'names are stored, and found');
});
