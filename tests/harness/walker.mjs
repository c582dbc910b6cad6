// Someone whose app behaves: it comes back when it should, and remembers what it was shown.
import { setTimeout as sleep } from 'node:timers/promises';
import { connect, fix } from './cluster.mjs';

const final = [1000, 4400, 4401, 4404, 4409, 4410];

/** Keeps a socket open to whatever `urlOf` answers until `leave`; counts what must not happen. */
export function walk(urlOf, sessionId, person) {
  let leaving = false;
  let tries = 0;
  const one = {
    person,
    sessionId,
    socket: null,
    isIn: false,
    codes: [],
    joins: [],
    told: [],
    shown: null,
    peer: null,
    repeated: 0,
    seen: new Set(),
    leave: () => { leaving = true; one.socket?.socket.close(); },
    send: (lat, lon) => {
      if (one.socket?.socket.readyState !== 1) return false;
      const payload = fix(lat, lon);
      one.socket.send('location_update', payload);
      one.sent = { lat, at: Date.now() };
      return true;
    },
  };
  const read = ({ type, payload }) => {
    if (type === 'session_snapshot') {
      tries = 0;
      one.isIn = true;
      one.joins.push(Date.now());
      one.status = payload.status;
      const peer = payload.participants.find((each) => each.user_id !== person.id);
      one.peer = peer?.status ?? null;
      if (peer?.location) one.shown = peer.location.lat;
      one.snapshot = payload;
    } else if (type === 'peer_location') {
      one.repeated += one.seen.has(payload.timestamp) ? 1 : 0;
      one.seen.add(payload.timestamp);
      one.shown = payload.lat;
    } else if (type === 'presence_update') {
      one.peer = payload.status;
      one.told.push({ at: Date.now(), status: payload.status });
    } else if (type === 'session_ended') {
      one.status = 'ENDED';
    }
  };
  const live = async () => {
    while (!leaving) {
      const socket = connect(urlOf(), sessionId, person.token);
      one.socket = socket;
      socket.socket.on('message', (data) => read(JSON.parse(data)));
      const code = await socket.closed;
      one.isIn = false;
      one.codes.push(code);
      if (leaving || final.includes(code)) return;
      const away = socket.all('reconnect')[0]?.after_ms;
      await sleep(away ?? Math.random() * Math.min(5_000, 250 * 2 ** tries++));
    }
  };
  one.over = live();
  return one;
}

/** All of `work`, so many at a time. */
export async function inTurns(work, atOnce = 20) {
  const left = [...work.entries()];
  const results = [];
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await next[1]();
  }));
  return results;
}
