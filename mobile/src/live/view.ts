import { distanceM } from '../geo/distance';
import type {
  FixFrame,
  ImHere,
  Location,
  Participant,
  Proximity,
  ServerFrame,
  SessionStatus,
  Snapshot,
} from './frames';

/** What is known of a session at one moment. Immutable: every frame makes a new one. */
export type LiveView = {
  status: SessionStatus;
  expiresAt: string;
  me: Participant;
  peer: Participant | null;
  proximity: Proximity | null;
  imHere: ImHere | null;
  /** The last time to confirm ran out, and nobody has begun another. */
  missed: boolean;
};

export function distanceOf(view: LiveView | null): number | null {
  return view?.me.location && view.peer?.location ? distanceM(view.me.location, view.peer.location) : null;
}

export function applyFrame(view: LiveView | null, frame: ServerFrame): LiveView | null {
  if (frame.type === 'session_snapshot') return fromSnapshot(frame.payload);
  if (view === null) return null;
  switch (frame.type) {
    case 'peer_location': {
      const { user_id, ...location } = frame.payload;
      if (view.peer?.user_id !== user_id || location.seq <= (view.peer.location?.seq ?? -1)) return view;
      return { ...view, peer: { ...view.peer, sharing: 'live', location } };
    }
    case 'presence_update':
      return {
        ...view,
        me: withPresence(view.me, frame.payload),
        peer: view.peer && withPresence(view.peer, frame.payload),
      };
    case 'proximity_update':
      return { ...view, proximity: frame.payload };
    case 'im_here_update':
      return frame.payload.confirmed_by.length === 0
        ? { ...view, imHere: null, missed: true }
        : { ...view, imHere: frame.payload, missed: false };
    case 'session_ended':
      return forget({ ...view, status: 'ENDED' });
    default:
      return view;
  }
}

/** A fix just sent is shown with `seq` 0 and the client's idea of the server's time. */
export function withOwnFix(view: LiveView | null, fix: FixFrame, serverNow: number): LiveView | null {
  const location: Location = { ...fix, received_at: new Date(serverNow).toISOString(), seq: 0 };
  return view && { ...view, me: { ...view.me, sharing: 'live', location } };
}

function fromSnapshot(snapshot: Snapshot): LiveView | null {
  const me = snapshot.participants.find((one) => one.user_id === snapshot.you);
  const peer = snapshot.participants.find((one) => one.user_id !== snapshot.you) ?? null;
  return me
    ? {
        status: snapshot.status,
        expiresAt: snapshot.expires_at,
        me,
        peer,
        proximity: snapshot.proximity,
        imHere: snapshot.im_here,
        missed: false,
      }
    : null;
}

function withPresence(person: Participant, presence: Omit<Participant, 'display_name' | 'location'>): Participant {
  if (person.user_id !== presence.user_id) return person;
  return { ...person, ...presence, location: presence.sharing === 'live' ? person.location : null };
}

function forget(view: LiveView): LiveView {
  const without = (person: Participant): Participant => ({ ...person, location: null, sharing: 'none' });
  return { ...view, me: without(view.me), peer: view.peer && without(view.peer), proximity: null, imHere: null };
}
