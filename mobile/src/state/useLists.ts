import { useFocusEffect } from '@react-navigation/native';
import { useCallback, useState } from 'react';
import { AppState } from 'react-native';

import type { Api } from '../net/api';
import type { MeetRequest, PastSession, Session } from '../net/types';

export type Lists = { active: Session[]; incoming: MeetRequest[]; outgoing: MeetRequest[]; past: PastSession[] };

const LOOK_AGAIN_MS = 5_000;

/** What waits for this person, looked up while a screen that shows it is in front. Null until known. */
export function useLists(api: Api | null) {
  const [lists, setLists] = useState<Lists | null>(null);

  const refresh = useCallback(
    async (all = true) => {
      if (!api) return;
      const [active, incoming, outgoing, past] = await Promise.all([
        api.activeSessions(),
        api.requests('incoming', 'PENDING'),
        api.requests('outgoing', 'PENDING'),
        all ? api.history() : null,
      ]);
      setLists((before) => ({
        active: active.items,
        incoming: incoming.items,
        outgoing: outgoing.items,
        past: past?.items ?? before?.past ?? [],
      }));
    },
    [api],
  );

  useFocusEffect(
    useCallback(() => {
      const look = (all: boolean) => void refresh(all).catch(() => {});
      look(true);
      const timer = setInterval(() => AppState.currentState === 'active' && look(false), LOOK_AGAIN_MS);
      return () => clearInterval(timer);
    }, [refresh]),
  );

  return { lists, refresh };
}

export type Met = { id: string; name: string; times: number; lastAt: number };

/** Everybody met before, the latest first. */
export function peopleMet(past: PastSession[]): Met[] {
  const people = new Map<string, Met>();
  for (const { peer, ended_at: endedAt, end_reason: reason } of past) {
    if (peer === null || (reason !== 'PROXIMITY_REACHED' && reason !== 'MANUAL_CONFIRM')) continue;
    const known = people.get(peer.id);
    if (known) known.times++;
    else people.set(peer.id, { id: peer.id, name: peer.display_name, times: 1, lastAt: Date.parse(endedAt) });
  }
  return [...people.values()];
}
