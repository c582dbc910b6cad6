import { ageText, connectionText, freshnessOf, whyEnded } from '../words';
import type { LiveState } from '../../live/liveState';

const state = (change: Partial<LiveState>): LiveState => ({
  status: 'live',
  graceUntil: null,
  view: null,
  end: null,
  paused: false,
  lastError: null,
  ...change,
});

test.each([
  [14_999, 'fresh'],
  [15_000, 'delayed'],
  [45_000, 'lost'],
  [120_000, 'expired'],
])('a fix %d ms old is %s', (age, freshness) => expect(freshnessOf(age)).toBe(freshness));

test('ages are told in seconds, then in minutes', () => {
  expect(ageText(20_900)).toBe('Delayed · last seen 20 s ago');
  expect(ageText(125_000)).toBe('Gone · last seen 2 min ago');
});

test('grace counts down and never below zero', () => {
  expect(connectionText(state({ status: 'grace', graceUntil: 9_500 }), 1_000)).toBe('Connection lost · 9 s');
  expect(connectionText(state({ status: 'grace', graceUntil: 9_500 }), 99_000)).toBe('Connection lost · 0 s');
});

test('an end without a reason says what the server said', () => {
  const end = { reason: null, code: 'CONNECTION_REPLACED', closeCode: 4409, endedAt: null };
  expect(whyEnded(state({ status: 'ended', end }))).toBe('This meeting is open in another window.');
});
