import { CloseCode } from '../closeCodes';
import { next, start, type ConnectionEvent, type ConnectionState, type LiveStatus } from '../machine';

const statuses: LiveStatus[] = ['connecting', 'live', 'grace', 'reconnecting', 'ended'];
const stateOf = (status: LiveStatus, change: Partial<ConnectionState> = {}): ConnectionState => ({
  ...start,
  status,
  ...change,
});

const events: Record<string, ConnectionEvent> = {
  opened: { type: 'opened' },
  failed: { type: 'connect_failed' },
  refused: { type: 'connect_failed', closeCode: CloseCode.notFound },
  lost: { type: 'lost', closeCode: CloseCode.abnormal, wasHealthy: true },
  replaced: { type: 'lost', closeCode: CloseCode.replaced, wasHealthy: true },
  asked: { type: 'asked_to_reconnect', afterMs: 1500 },
  graceOver: { type: 'grace_over' },
  over: { type: 'over' },
};

// Every state × every event: what comes of it.
const table: Record<keyof typeof events, LiveStatus[]> = {
  opened: ['live', 'live', 'live', 'live', 'ended'],
  failed: ['connecting', 'live', 'grace', 'reconnecting', 'ended'],
  refused: ['ended', 'live', 'ended', 'ended', 'ended'],
  lost: ['connecting', 'grace', 'grace', 'reconnecting', 'ended'],
  replaced: ['connecting', 'ended', 'grace', 'reconnecting', 'ended'],
  asked: ['connecting', 'live', 'grace', 'reconnecting', 'ended'],
  graceOver: ['connecting', 'live', 'reconnecting', 'reconnecting', 'ended'],
  over: ['ended', 'ended', 'ended', 'ended', 'ended'],
};

const rows = Object.entries(table).flatMap(([event, outcomes]) =>
  statuses.map((from, at) => [from, event, outcomes[at]!] as const),
);

test.each(rows)('%s, %s: %s', (from, event, outcome) => {
  expect(next(stateOf(from), events[event]!).state.status).toBe(outcome);
});

test('a healthy connection that is lost comes back at once, an unhealthy one after a random wait', () => {
  expect(next(stateOf('live', { attempt: 3 }), events.lost!).retry).toEqual({ minimumMs: 0, backoffStep: null });
  const lost: ConnectionEvent = { type: 'lost', closeCode: CloseCode.abnormal, wasHealthy: false };
  expect(next(stateOf('live', { attempt: 3 }), lost)).toEqual({
    state: { status: 'grace', attempt: 4, askedDelayMs: null },
    retry: { minimumMs: 0, backoffStep: 3 },
  });
});

test.each([CloseCode.overloaded, CloseCode.slowReader, CloseCode.flooding])(
  '%i waits even the first time',
  (closeCode) => {
    expect(next(stateOf('live'), { type: 'lost', closeCode, wasHealthy: true }).retry).toEqual({
      minimumMs: 0,
      backoffStep: 0,
    });
  },
);

test('a server that drains is obeyed to the millisecond', () => {
  const asked = next(stateOf('live'), events.asked!).state;
  const lost: ConnectionEvent = { type: 'lost', closeCode: CloseCode.restarting, wasHealthy: true };
  expect(next(asked, lost).retry).toEqual({ minimumMs: 1500, backoffStep: null });
});

test('failed tries count up, and Retry-After is the least', () => {
  const { state, retry } = next(stateOf('grace', { attempt: 2 }), { type: 'connect_failed', retryAfterMs: 5000 });
  expect([state.attempt, retry]).toEqual([3, { minimumMs: 5000, backoffStep: 2 }]);
});
