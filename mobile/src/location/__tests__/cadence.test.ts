import { Cadence } from '../cadence';
import type { Reading } from '../types';

const T = Date.parse('2026-06-01T12:00:00Z');
const reading = (change: Partial<Reading> = {}): Reading => ({
  lat: 0,
  lon: 0,
  accuracyM: 5,
  headingDeg: null,
  speedMps: null,
  at: T,
  ...change,
});

test('somebody who stands still is sent once in ten seconds', () => {
  const cadence = new Cadence();
  const sent = Array.from({ length: 60 }, (_, s) => T + s * 1_000).filter((at) =>
    cadence.next(reading({ at }), at, at),
  );
  expect(sent).toHaveLength(6);
});

test('somebody who moves is sent at least once and at most twice a second', () => {
  const cadence = new Cadence();
  const sent = Array.from({ length: 100 }, (_, n) => n).filter((n) => {
    const at = T + n * 100;
    return cadence.next(reading({ at, lon: n * 0.0001 }), at, at);
  });
  expect(sent.length).toBeGreaterThanOrEqual(10);
  expect(sent.length).toBeLessThanOrEqual(20);
});

test.each([null, 101, 2_500])('a reading good to %s m is not sent', (accuracyM) =>
  expect(new Cadence().next(reading({ accuracyM }), T, T)).toBeNull(),
);

test('times are the server’s, whatever the device’s clock says', () => {
  const wrong = T - 600_000;
  const fix = new Cadence().next(reading({ at: wrong - 2_000 }), wrong, T);
  expect(fix?.timestamp).toBe(new Date(T - 2_000).toISOString());
});

test('every fix is later than the one before, even when the readings are not', () => {
  const cadence = new Cadence();
  const first = cadence.next(reading({ lon: 0 }), T, T);
  const second = cadence.next(reading({ lon: 0.01, at: T - 5_000 }), T + 1_000, T + 1_000);
  expect(Date.parse(second!.timestamp)).toBeGreaterThan(Date.parse(first!.timestamp));
});

test('after a pause the first reading is sent, and is later than any before it', () => {
  const cadence = new Cadence();
  const first = cadence.next(reading(), T, T);
  expect(cadence.next(reading(), T + 1_000, T + 1_000)).toBeNull();
  cadence.begin();
  const again = cadence.next(reading(), T + 2_000, T + 2_000);
  expect(Date.parse(again!.timestamp)).toBeGreaterThan(Date.parse(first!.timestamp));
});

test('headings and speeds that are none are left out', () => {
  const fix = new Cadence().next(reading({ headingDeg: -1, speedMps: -1 }), T, T);
  expect(fix).not.toHaveProperty('heading_deg');
  expect(fix).not.toHaveProperty('speed_mps');
});
