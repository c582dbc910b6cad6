// Clients that share no code with ours: Node's ws, Python's websockets, and one that speaks as the old app did.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import WebSocket from 'ws';
import { ask, pair, root, startServer } from '../harness/server.mjs';

const timeout = 90_000;
const here = { lat: 52.474, lon: 13.4031 };
const near = { lat: 52.4741, lon: 13.4032 };

let server;
before(async () => { server = await startServer(); }, { timeout });
after(() => server?.stop(), { timeout });

const fix = (place) => JSON.stringify({ type: 'location_update', payload: { ...place, accuracy_m: 5, timestamp: new Date().toISOString() } });

/** A socket whose frames can be awaited by type; what arrives in between is kept for later. */
function open(query, options = {}) {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/api/v1/ws/meetup?${query}`, options.protocols ?? [], { headers: options.headers });
  const frames = [];
  const waiting = [];
  const look = () => {
    for (const wanted of [...waiting]) {
      const at = frames.findIndex((frame) => frame.type === wanted.type);
      if (at >= 0) { waiting.splice(waiting.indexOf(wanted), 1); wanted.resolve(frames.splice(at, 1)[0].payload); }
    }
  };
  socket.on('message', (data, isBinary) => { assert.equal(isBinary, false); frames.push(JSON.parse(data)); look(); });
  const closed = once(socket, 'close').then(([code]) => code);
  return {
    socket,
    closed,
    frames,
    send: (text) => socket.send(text),
    next: (type) => new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no ${type}; got ${frames.map((frame) => frame.type)}`)), 20_000);
      waiting.push({ type, resolve: (payload) => { clearTimeout(late); resolve(payload); } });
      look();
    }),
  };
}

async function ticketFor(sessionId, person) {
  const { ticket } = await ask(server.url, 'POST', `/sessions/${sessionId}/ws-ticket`, { token: person.token });
  return `session_id=${sessionId}&ticket=${ticket}`;
}

test('ws: by ticket and by subprotocol, snapshot, fixes, an error, both are here', { timeout }, async () => {
  const { alice, bob, sessionId } = await pair(server.url);
  const a = open(await ticketFor(sessionId, alice));
  const b = open(`session_id=${sessionId}`, { protocols: ['meetup.v1', `bearer.${bob.token}`] });
  const shot = await a.next('session_snapshot');
  assert.equal(shot.you, alice.id);
  assert.equal(shot.status, 'ACTIVE');
  assert.equal((await b.next('session_snapshot')).participants.length, 2);
  assert.equal(b.socket.protocol, 'meetup.v1');

  a.send(fix(here));
  assert.deepEqual(pick(await b.next('peer_location'), 'user_id', 'lat', 'lon', 'seq'), { user_id: alice.id, ...here, seq: 1 });
  b.send(fix(near));
  assert.equal((await a.next('peer_location')).user_id, bob.id);
  assert.equal((await a.next('proximity_update')).can_confirm, true);

  a.send(fix({ ...here, lat: 91 }));
  assert.deepEqual(pick(await a.next('error'), 'code', 'reason'), { code: 'INVALID_LOCATION', reason: 'COORDINATES_OUT_OF_BOUNDS' });
  a.send('{"type":"ping"}');
  assert.ok(Date.parse((await a.next('pong')).server_time));

  a.send('{"type":"im_here"}');
  assert.deepEqual((await b.next('im_here_update')).confirmed_by, [alice.id]);
  b.send('{"type":"im_here","payload":{}}');
  assert.equal((await a.next('session_ended')).reason, 'PROXIMITY_REACHED');
  assert.deepEqual(await Promise.all([a.closed, b.closed]), [1000, 1000]);
});

test('ws: by the Authorization header', { timeout }, async () => {
  const { alice, sessionId } = await pair(server.url);
  const a = open(`session_id=${sessionId}`, { headers: { Authorization: `Bearer ${alice.token}` } });
  assert.equal((await a.next('session_snapshot')).you, alice.id);
  a.socket.close();
});

test('ws: a stranger and a spent ticket are told why', { timeout }, async () => {
  const { alice, sessionId } = await pair(server.url);
  const query = await ticketFor(sessionId, alice);
  const first = open(query);
  await first.next('session_snapshot');
  const second = open(query);
  assert.equal((await second.next('error')).code, 'UNAUTHENTICATED');
  assert.equal(await second.closed, 4401);
  const { alice: stranger } = await pair(server.url);
  const third = open(`session_id=${sessionId}&token=${stranger.token}`);
  assert.equal((await third.next('error')).code, 'NOT_FOUND');
  assert.equal(await third.closed, 4404);
  first.socket.close();
});

test('the old app: ?token=, its fixes, presence, errors and end_session', { timeout }, async () => {
  const { alice, bob, sessionId } = await pair(server.url);
  const a = open(`token=${alice.token}&session_id=${sessionId}`);
  await a.next('session_snapshot');
  const b = open(`token=${bob.token}&session_id=${sessionId}`);
  await b.next('session_snapshot');
  const presence = await a.next('presence_update');
  assert.deepEqual(pick(presence, 'user_id', 'status'), { user_id: bob.id, status: 'online' });

  a.send(`{"type":"location_update","payload":{"lat":12.97,"lon":77.59,"accuracy_m":5.0,"timestamp":"${new Date().toISOString().slice(0, 19)}Z"}}`);
  const seen = await b.next('peer_location');
  assert.deepEqual(pick(seen, 'lat', 'lon', 'accuracy_m', 'user_id'), { lat: 12.97, lon: 77.59, accuracy_m: 5, user_id: alice.id });
  assert.ok(Date.parse(seen.timestamp));

  a.send('no JSON');
  const error = await a.next('error');
  assert.equal(error.code, 'INVALID_PAYLOAD');
  assert.equal(typeof error.message, 'string');

  b.send('{"type":"end_session","payload":{"reason":"USER_ENDED"}}');
  const end = await a.next('session_ended');
  assert.equal(end.reason, 'USER_ACTION');
  assert.ok(Date.parse(end.ended_at));
  assert.deepEqual(await Promise.all([a.closed, b.closed]), [1000, 1000]);
});

test('Python’s websockets: snapshot, fixes, an error, the end', { timeout }, async () => {
  const { alice, bob, sessionId } = await pair(server.url);
  const python = spawn(process.env.PYTHON || 'python3', [`${root}/tests/foreign/python_client.py`], {
    env: { ...process.env, URL: `${server.url.replace('http', 'ws')}/api/v1/ws/meetup`, SESSION: sessionId, ALICE: alice.token, BOB: bob.token },
  });
  let said = '';
  python.stdout.on('data', (chunk) => { said += chunk; });
  python.stderr.on('data', (chunk) => { said += chunk; });
  const [code] = await once(python, 'exit');
  assert.equal(code, 0, said);
  assert.match(said, /ended with USER_ACTION, close code 1000/);
});

function pick(from, ...names) {
  return Object.fromEntries(names.map((name) => [name, from[name]]));
}
