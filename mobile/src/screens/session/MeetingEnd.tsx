import { useEffect, useState } from 'react';

import { track } from '../../analytics/events';
import { formatDuration } from '../../geo/ago';
import type { LiveState } from '../../live/liveState';
import type { Api } from '../../net/api';
import type { Session } from '../../net/types';
import { celebrate } from '../../platform/haptics';
import { haveMet, whyEnded } from '../../session/words';
import { Celebration } from '../../ui/Celebration';
import { Card, Mark, Page } from '../../ui/Page';
import { Press } from '../../ui/Press';
import { Words } from '../../ui/Words';

type Props = { api: Api; id: string; state: LiveState; onHome: () => void };

/** What there is to say afterwards; never where it was. */
export function MeetingEnd({ api, id, state, onHome }: Props) {
  const met = haveMet(state);
  const { reason } = state.end ?? {};
  const ended = reason !== null && reason !== undefined;
  const [session, setSession] = useState<Session | null>(null);

  useEffect(() => {
    if (!ended) return;
    let gone = false;
    api
      .session(id)
      .then((found) => !gone && setSession(found))
      .catch(() => {});
    return () => void (gone = true);
  }, [api, id, ended]);
  useEffect(() => {
    if (!met) return;
    celebrate();
    if (reason === 'PROXIMITY_REACHED' || reason === 'MANUAL_CONFIRM') track('met', { by: reason });
  }, [met, reason]);

  return (
    <Page>
      {met ? <Celebration /> : <Mark />}
      <Words kind="title" testID="ended" live>
        {met ? 'You made it!' : ended ? 'It is over' : 'You left this meeting'}
      </Words>
      <Words>{whyEnded(state)}</Words>
      {session && <Summary session={session} me={api.userId} />}
      {ended && <Words color="muted">Nobody is sharing any more, and no place has been kept.</Words>}
      <Press label="Done" onPress={onHome} testID="done" />
    </Page>
  );
}

function Summary({ session, me }: { session: Session; me: string }) {
  const other = session.participants.find(({ user_id: id }) => id !== me);
  const seconds =
    session.activated_at && session.ended_at
      ? (Date.parse(session.ended_at) - Date.parse(session.activated_at)) / 1000
      : null;
  if (!other || seconds === null) return null;
  return (
    <Card testID="summary">
      <Words kind="label" color="muted">
        With
      </Words>
      <Words kind="heading">{other.display_name}</Words>
      <Words kind="label" color="muted">
        On the way for
      </Words>
      <Words kind="heading">{formatDuration(seconds)}</Words>
    </Card>
  );
}
