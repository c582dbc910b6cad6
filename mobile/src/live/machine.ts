import { CloseCode, isBusy, shouldReconnect } from './closeCodes';

/** How a live session stands with the server. The twin of the C# SDK's `ConnectionMachine`. */
export type LiveStatus = 'connecting' | 'live' | 'grace' | 'reconnecting' | 'ended';

export type ConnectionEvent =
  | { type: 'opened' }
  | { type: 'connect_failed'; closeCode?: number; retryAfterMs?: number }
  | { type: 'lost'; closeCode: number; wasHealthy: boolean }
  | { type: 'asked_to_reconnect'; afterMs: number }
  | { type: 'grace_over' }
  | { type: 'over' };

/** `attempt` counts tries since the last healthy connection; 0 means the next one goes at once. */
export type ConnectionState = { status: LiveStatus; attempt: number; askedDelayMs: number | null };

/** When to try next: after `minimumMs` plus a random wait of that backoff step, if any. */
export type Retry = { minimumMs: number; backoffStep: number | null };

export const atOnce: Retry = { minimumMs: 0, backoffStep: null };
export const start: ConnectionState = { status: 'connecting', attempt: 0, askedDelayMs: null };
const ended: ConnectionState = { status: 'ended', attempt: 0, askedDelayMs: null };

type Step = { state: ConnectionState; retry: Retry | null };

/** The rules of staying connected, and nothing else: no clock, no socket, no chance. A null retry means: nothing to start. */
export function next(state: ConnectionState, event: ConnectionEvent): Step {
  const stay: Step = { state, retry: null };
  if (state.status === 'ended') return stay;
  switch (event.type) {
    case 'over':
      return { state: ended, retry: null };
    case 'lost':
      return state.status === 'live' ? onLost(state, event) : stay;
    case 'asked_to_reconnect':
      return state.status === 'live' ? { state: { ...state, askedDelayMs: event.afterMs }, retry: null } : stay;
    case 'opened':
      return state.status === 'live' ? stay : { state: { ...state, status: 'live', askedDelayMs: null }, retry: null };
    case 'connect_failed':
      return state.status === 'live' ? stay : onFailed(state, event);
    case 'grace_over':
      return state.status === 'grace' ? { state: { ...state, status: 'reconnecting' }, retry: null } : stay;
  }
}

function onLost(state: ConnectionState, lost: { closeCode: number; wasHealthy: boolean }): Step {
  if (!shouldReconnect(lost.closeCode)) return { state: ended, retry: null };
  const attempt = lost.wasHealthy ? 0 : state.attempt;
  const retry =
    state.askedDelayMs !== null
      ? { minimumMs: state.askedDelayMs, backoffStep: null }
      : attempt === 0 && !isBusy(lost.closeCode)
        ? atOnce
        : { minimumMs: 0, backoffStep: attempt };
  return { state: { status: 'grace', attempt: attempt + 1, askedDelayMs: null }, retry };
}

function onFailed(state: ConnectionState, failed: { closeCode?: number; retryAfterMs?: number }): Step {
  if (!shouldReconnect(failed.closeCode ?? CloseCode.abnormal)) return { state: ended, retry: null };
  return {
    state: { ...state, attempt: state.attempt + 1 },
    retry: { minimumMs: failed.retryAfterMs ?? 0, backoffStep: state.attempt },
  };
}
