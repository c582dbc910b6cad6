import type { PastSession } from '../../net/types';
import { peopleMet } from '../useLists';

const past = (
  name: string | null,
  endedAt: string,
  reason: PastSession['end_reason'] = 'PROXIMITY_REACHED',
): PastSession => ({
  id: endedAt,
  peer: name === null ? null : { id: name, display_name: name },
  created_at: endedAt,
  activated_at: endedAt,
  ended_at: endedAt,
  duration_seconds: 60,
  end_reason: reason,
});

test('everybody met is listed once, the latest first, with how often', () => {
  const people = peopleMet([
    past('Bob', '2026-06-03T10:00:00Z'),
    past('Alice', '2026-06-02T10:00:00Z', 'MANUAL_CONFIRM'),
    past('Bob', '2026-06-01T10:00:00Z'),
  ]);
  expect(people.map(({ name, times }) => [name, times])).toEqual([
    ['Bob', 2],
    ['Alice', 1],
  ]);
  expect(people[0]?.lastAt).toBe(Date.parse('2026-06-03T10:00:00Z'));
});

test('who was never met, or has left no name, is not listed', () => {
  expect(peopleMet([past('Bob', '2026-06-03T10:00:00Z', 'USER_ACTION'), past(null, '2026-06-02T10:00:00Z')])).toEqual(
    [],
  );
});
