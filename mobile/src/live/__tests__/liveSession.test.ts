import { readFileSync } from 'node:fs';
import path from 'node:path';

import { LiveSession } from '../liveSession';
import type { LiveDoors } from '../liveState';

const folder = path.resolve(__dirname, '../../../../protocol/frames');
const snapshot = readFileSync(path.join(folder, 'session_snapshot.json'), 'utf8').trimEnd();
const fix = { lat: 48, lon: 16, accuracy_m: 5, timestamp: '2026-05-01T12:00:00.000Z' };

class Puppet {
  static all: Puppet[] = [];
  readyState = 1;
  sent: { type: string }[] = [];
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;
  constructor(readonly url: string) {
    Puppet.all.push(this);
  }
  send = (text: string) => void this.sent.push(JSON.parse(text) as { type: string });
  close = () => void (this.readyState = 3);
  says = (text: string) => this.onmessage?.({ data: text });
  dies = (code: number) => this.onclose?.({ code });
  types = () => this.sent.map((frame) => frame.type);
}

const last = () => Puppet.all[Puppet.all.length - 1]!;
const settle = (ms = 0) => jest.advanceTimersByTimeAsync(ms);

function open(doors: Partial<LiveDoors> = {}): LiveSession {
  return new LiveSession({
    address: async () => `ws://test/${Puppet.all.length}`,
    renewToken: async () => 'fresh',
    learnEnd: async () => ({ reason: 'EXPIRED', endedAt: null }),
    WebSocket: Puppet as unknown as typeof WebSocket,
    random: () => 0.5,
    ...doors,
  });
}

async function live(): Promise<LiveSession> {
  const session = open();
  await settle();
  last().says(snapshot);
  return session;
}

beforeEach(() => {
  jest.useFakeTimers();
  Puppet.all = [];
});
afterEach(() => jest.useRealTimers());

test('it is live with the first snapshot, asks for the time, and sends the newest fix', async () => {
  const session = await live();
  expect(session.state.status).toBe('live');
  session.offer(fix);
  session.offer({ ...fix, lat: 48.1 });
  await settle(100);
  expect(last().types()).toEqual(['ping', 'location_update', 'location_update']);
  expect(session.state.view?.me.location?.lat).toBe(48.1);
});

test('a lost connection gives grace, comes back at once, and replays no old fix', async () => {
  const session = await live();
  for (let quiet = 0; quiet < 4; quiet++) {
    await settle(9_000);
    last().says('{"type":"pong","payload":{"server_time":"2026-05-01T12:00:01.000Z"}}');
  }

  last().dies(1006);
  expect(session.state.status).toBe('grace');
  session.offer(fix);
  await settle();
  expect(Puppet.all).toHaveLength(2);
  await settle(6_000);
  last().says(snapshot);
  expect(session.state.status).toBe('live');
  expect(last().types()).toEqual(['ping']);
});

test('a socket that says nothing is taken for dead', async () => {
  const session = await live();
  const first = last();
  await settle(11_000);
  expect(session.state.status).toBe('grace');
  expect(first.readyState).toBe(3);
});

test.each([
  [4409, 'CONNECTION_REPLACED'],
  [4404, 'NOT_FOUND'],
  [4401, 'UNAUTHENTICATED'],
])('close %i is the end: %s', async (closeCode, code) => {
  const session = await live();
  last().dies(closeCode);
  await settle(60_000);
  expect(session.state).toMatchObject({ status: 'ended', end: { code, closeCode } });
  expect(Puppet.all).toHaveLength(1);
});

test('why it ended is learnt when nobody was there', async () => {
  const session = await live();
  last().dies(4410);
  await settle();
  expect(session.state.end?.reason).toBe('EXPIRED');
});

test('a pause said offline is said to the server on the next connection, and no fix leaves', async () => {
  const session = await live();
  last().dies(1006);
  session.pause();
  expect(session.offer(fix)).toBe(false);
  await settle();
  last().says(snapshot);
  expect(last().types()).toEqual(['ping', 'pause_sharing']);
  await session.resume();
  expect(session.offer(fix)).toBe(true);
});

test('a token that runs out is renewed on the open socket', async () => {
  await live();
  last().says('{"type":"token_expiring","payload":{"expires_at":"2026-05-01T12:01:00.000Z"}}');
  await settle();
  expect(last().sent.at(-1)).toEqual({ type: 'auth_refresh', payload: { token: 'fresh' } });
});

test('waking up tries at once rather than after the wait', async () => {
  const session = open({ random: () => 0.999 });
  await settle();
  for (let failed = 0; failed < 6; failed++) {
    last().dies(1006);
    await settle(20_000);
  }
  last().dies(1006);
  const tries = Puppet.all.length;
  session.wake();
  await settle();
  expect(Puppet.all).toHaveLength(tries + 1);
});

test('leaving closes the socket and nothing comes back', async () => {
  const session = await live();
  session.leave();
  await settle(60_000);
  expect([session.state.status, last().readyState, Puppet.all.length]).toEqual(['ended', 3, 1]);
});
