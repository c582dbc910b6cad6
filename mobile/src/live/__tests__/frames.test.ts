import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { decodeServer, encodeClient, serverFrameTypes, type ClientFrame } from '../frames';
import { applyFrame, distanceOf, type LiveView } from '../view';

const folder = path.resolve(__dirname, '../../../../protocol/frames');
const golden = readdirSync(folder).filter((name) => name.endsWith('.json'));
const read = (name: string) => readFileSync(path.join(folder, name), 'utf8').trimEnd();
const fromServer = golden.filter((name) => serverFrameTypes.includes(name.split('.')[0]!));
const fromClient = golden.filter((name) => !fromServer.includes(name));
const after = (...names: string[]): LiveView | null =>
  names.reduce<LiveView | null>((view, name) => applyFrame(view, decodeServer(read(name))!), null);

test('there are golden frames of both directions', () => {
  expect(new Set(fromServer.map((name) => name.split('.')[0]))).toEqual(new Set(serverFrameTypes));
  expect(fromClient.length).toBeGreaterThan(6);
});

test.each(fromServer)('%s is read, and written back to the same bytes', (name) => {
  expect(JSON.stringify(decodeServer(read(name)))).toBe(read(name));
});

test.each(fromClient)('%s is what is sent', (name) => {
  expect(encodeClient(JSON.parse(read(name)) as ClientFrame)).toBe(read(name));
});

test('a type of tomorrow is passed over; what is no frame is not', () => {
  expect(decodeServer('{"type":"weather","payload":{}}')).toBeNull();
  for (const text of ['', '[]', 'null', '{"payload":{}}', '{"type":7}']) expect(() => decodeServer(text)).toThrow();
});

test('a snapshot tells the two apart, and how far they are', () => {
  const view = after('session_snapshot.json');
  expect([view?.me.display_name, view?.peer?.display_name]).toEqual(['Alice', 'Bob']);
  expect(distanceOf(view)).toBeCloseTo(15.2, 1);
});

test('a pause takes the dot away, and the end takes everything', () => {
  expect(after('session_snapshot.json', 'presence_update.paused.json')?.peer).toMatchObject({
    sharing: 'paused',
    location: null,
  });
  const ended = after('session_snapshot.json', 'session_ended.json');
  expect(ended).toMatchObject({
    status: 'ENDED',
    proximity: null,
    imHere: null,
    me: { location: null },
    peer: { location: null },
  });
});

test('an older fix never takes the place of a newer one', () => {
  const view = after('session_snapshot.json')!;
  const fix = { ...view.peer!.location!, user_id: view.peer!.user_id, lat: 1 };
  expect(applyFrame(view, { type: 'peer_location', payload: { ...fix, seq: 3 } })).toBe(view);
  expect(applyFrame(view, { type: 'peer_location', payload: { ...fix, seq: 4 } })?.peer?.location?.lat).toBe(1);
});
