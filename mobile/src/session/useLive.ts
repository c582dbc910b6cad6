import { useEffect, useState, useSyncExternalStore } from 'react';
import { AppState } from 'react-native';

import { LiveSession } from '../live/liveSession';
import type { TicketRefusal } from '../live/liveState';
import { Cadence, MAX_ACCURACY_M } from '../location/cadence';
import type { WatchError } from '../location/types';
import { watchPosition } from '../location/watch';
import type { Api } from '../net/api';
import { ApiError } from '../net/problem';

function open(api: Api, id: string): LiveSession {
  return new LiveSession({
    address: async () => {
      try {
        const { ticket } = await api.ticket(id);
        return `${api.base.replace(/^http/, 'ws')}/ws/meetup?session_id=${id}&ticket=${encodeURIComponent(ticket)}`;
      } catch (failure) {
        const error = failure instanceof ApiError ? failure : new ApiError(0, 'NETWORK');
        throw { code: error.code, final: !error.isTransient, retryAfterMs: error.retryAfterMs } satisfies TicketRefusal;
      }
    },
    renewToken: () => api.renewedToken(),
    learnEnd: async () => {
      const session = await api.session(id);
      return { reason: session.end_reason, endedAt: session.ended_at };
    },
  });
}

/** A live session for as long as the screen is there. Leaving the app pauses by itself, and says so to the other. */
export function useLive(api: Api, id: string) {
  const [live] = useState(() => open(api, id));
  const state = useSyncExternalStore(live.subscribe, () => live.state);

  useEffect(() => {
    let byItself = false;
    const wake = () => live.wake();
    const onAppState = AppState.addEventListener('change', (now) => {
      if (now === 'active') {
        live.wake();
        if (byItself) void live.resume().catch(() => {});
        byItself = false;
      } else if (now === 'background' && !live.state.paused && live.state.status !== 'ended') {
        byItself = true;
        live.pause();
      }
    });
    globalThis.addEventListener?.('online', wake);
    return () => {
      onAppState.remove();
      globalThis.removeEventListener?.('online', wake);
      live.leave();
    };
  }, [live]);

  return { live, state };
}

export type Trouble = WatchError | 'approximate' | null;

/** Sends this device's place while `on`, which is not before the server's time is known; stops the instant it is not. */
export function useSharing(live: LiveSession, on: boolean): Trouble {
  const [trouble, setTrouble] = useState<Trouble>(null);
  const [cadence] = useState(() => new Cadence());
  useEffect(() => {
    if (!on) return;
    cadence.begin();
    return watchPosition({
      onReading: (reading) => {
        setTrouble(reading.accuracyM !== null && reading.accuracyM <= MAX_ACCURACY_M ? null : 'approximate');
        const fix = live.state.paused ? null : cadence.next(reading, Date.now(), live.clock.now());
        if (fix) live.offer(fix);
      },
      onError: setTrouble,
    });
  }, [live, on, cadence]);
  return trouble;
}
