// Bun's own server doing what MeetUp does to an update: parse, limit, bounds, accuracy, clock, order, speed, stamp, remember, distance.
import { enter, leave } from './rooms.mjs';

const TEN_PER_SECOND_MS = 100;
const radians = Math.PI / 180;

function meters(a, b) {
  const lat = Math.sin((a.lat - b.lat) * radians / 2);
  const lon = Math.sin((a.lon - b.lon) * radians / 2);
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(lat * lat + Math.cos(a.lat * radians) * Math.cos(b.lat * radians) * lon * lon)));
}

const within = (value, low, high) => typeof value === 'number' && value >= low && value <= high;

function mayPass(person, now) {
  const fullAt = Math.max(person.fullAt, now);
  if (fullAt - now > 9 * TEN_PER_SECOND_MS) return false;
  person.fullAt = fullAt + TEN_PER_SECOND_MS;
  return true;
}

function refusal(person, fix, at, now) {
  if (!within(fix.lat, -90, 90) || !within(fix.lon, -180, 180)) return 'OUT_OF_BOUNDS';
  if (!within(fix.accuracy_m, 0.1, 100)) return 'ACCURACY';
  if (fix.heading_deg !== undefined && !within(fix.heading_deg, 0, 359.999999)) return 'HEADING';
  if (fix.speed_mps !== undefined && !within(fix.speed_mps, 0, Infinity)) return 'SPEED';
  if (!(Math.abs(at - now) <= 300_000)) return 'CLOCK';
  if (person.last) {
    if (at < person.lastAt || fix.timestamp <= person.last.timestamp) return 'ORDER';
    const moved = Math.max(0, meters(person.last, fix) - person.last.accuracy_m - fix.accuracy_m);
    if (moved / 1000 > 300 * (at - person.lastAt + 1) / 3_600_000) return 'TOO_FAST';
  }
  return null;
}

const bandOf = (distance) => (distance <= 50 ? 3 : distance <= 100 ? 2 : distance <= 200 ? 1 : 0);

function receive(socket, message) {
  const person = socket.data;
  const now = Date.now();
  if (!mayPass(person, now)) return;
  let frame;
  try { frame = JSON.parse(message); } catch { return; }
  const fix = frame?.payload;
  if (frame?.type !== 'location_update' || typeof fix !== 'object' || typeof fix.timestamp !== 'string') return;
  const at = Date.parse(fix.timestamp);
  const why = refusal(person, fix, at, now);
  if (why) {
    socket.send(JSON.stringify({ type: 'error', payload: { code: 'LOCATION_REJECTED', reason: why } }));
    return;
  }

  person.last = fix;
  person.lastAt = at;
  person.seenAt = now;
  person.seq += 1;
  const peer = socket.peer;
  if (!peer) return;
  peer.send(JSON.stringify({
    type: 'peer_location',
    payload: { user_id: person.id, ...fix, received_at: new Date(now).toISOString(), seq: person.seq },
  }));
  if (!peer.data.last) return;
  const band = bandOf(meters(fix, peer.data.last));
  if (band !== person.band) {
    person.band = band;
    const news = JSON.stringify({ type: 'proximity_update', payload: { band } });
    peer.send(news);
    socket.send(news);
  }
}

Bun.serve({
  port: Number(process.argv[2]),
  hostname: '127.0.0.1',
  fetch(request, server) {
    const room = new URL(request.url).searchParams.get('room');
    const person = { room, id: crypto.randomUUID(), fullAt: 0, seq: 0, last: null, lastAt: 0, seenAt: 0, band: -1 };
    return server.upgrade(request, { data: person }) ? undefined : new Response('a socket, please', { status: 426 });
  },
  websocket: {
    perMessageDeflate: false,
    open: (socket) => enter(socket.data.room, socket),
    message: receive,
    close: (socket) => leave(socket.data.room, socket),
  },
});
