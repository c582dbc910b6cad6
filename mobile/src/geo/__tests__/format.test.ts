import { formatAgo, formatDuration } from '../ago';
import { bearingDeg, distanceM } from '../distance';
import { formatCountdown, formatDistance } from '../format';

test.each([
  [0, '0 m'],
  [49.6, '50 m'],
  [311, '310 m'],
  [994, '990 m'],
  [996, '1.0 km'],
  [12_340, '12 km'],
])('%d metres read %s', (meters, text) => expect(formatDistance(meters, 'metric')).toBe(text));

test.each([
  [30, '100 ft'],
  [1609, '1.0 mi'],
  [32_187, '20 mi'],
])('%d metres read %s in miles', (meters, text) => expect(formatDistance(meters, 'imperial')).toBe(text));

test.each([
  [-5, '0:00'],
  [1, '0:01'],
  [59_001, '1:00'],
  [3_600_000, '1:00:00'],
])('%d ms count down as %s', (ms, text) => expect(formatCountdown(ms)).toBe(text));

test.each([
  [10_000, 'just now'],
  [60_000, '1 minute ago'],
  [2 * 3_600_000, '2 hours ago'],
  [86_400_000, '1 day ago'],
])('%d ms were %s', (ms, text) => expect(formatAgo(ms)).toBe(text));

test.each([
  [1, '1 second'],
  [90, '2 minutes'],
  [3_660, '1 hour 1 minute'],
])('%d s took %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

test('a thousandth of a degree is 111 m, also across the date line', () => {
  expect(distanceM({ lat: 0, lon: 0 }, { lat: 0, lon: 0.001 })).toBeCloseTo(111.2, 1);
  expect(distanceM({ lat: 0, lon: 179.9995 }, { lat: 0, lon: -179.9995 })).toBeCloseTo(111.2, 1);
});

test('east is 90 degrees, west is 270', () => {
  expect(bearingDeg({ lat: 0, lon: 0 }, { lat: 0, lon: 1 })).toBeCloseTo(90);
  expect(bearingDeg({ lat: 0, lon: 0 }, { lat: 0, lon: -1 })).toBeCloseTo(270);
});
