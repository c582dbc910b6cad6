/** The frames of the socket, as `protocol/` has them. Times are RFC 3339 texts, numbers carry their unit. */
export type Location = {
  lat: number;
  lon: number;
  accuracy_m: number;
  timestamp: string;
  received_at: string;
  heading_deg?: number;
  speed_mps?: number;
  seq: number;
};

export type Sharing = 'live' | 'paused' | 'none';
export type Band = 'far_away' | 'getting_close' | 'nearly_there' | 'here';
export type SessionStatus = 'PENDING' | 'ACTIVE' | 'ENDED';
export type EndReason = 'PROXIMITY_REACHED' | 'MANUAL_CONFIRM' | 'USER_ACTION' | 'EXPIRED';

export type Participant = {
  user_id: string;
  display_name: string;
  status: 'online' | 'offline';
  sharing: Sharing;
  last_seen: string | null;
  location: Location | null;
};

export type Proximity = { distance_m: number; band: Band; certainty: 'certain' | 'possible'; can_confirm: boolean };
export type ImHere = { confirmed_by: string[]; expires_at: string | null };

export type Snapshot = {
  session_id: string;
  status: SessionStatus;
  you: string;
  server_time: string;
  expires_at: string;
  participants: Participant[];
  proximity: Proximity | null;
  im_here: ImHere | null;
};

type Payloads = {
  session_snapshot: Snapshot;
  peer_location: Location & { user_id: string };
  presence_update: Omit<Participant, 'display_name' | 'location'>;
  proximity_update: Proximity;
  im_here_update: ImHere;
  session_ended: { reason: EndReason; ended_at: string };
  token_expiring: { expires_at: string };
  reconnect: { after_ms: number };
  pong: { server_time: string };
  error: { code: string; message: string; field?: string; reason?: string };
};

export type ServerFrame = { [T in keyof Payloads]: { type: T; payload: Payloads[T] } }[keyof Payloads];

export type FixFrame = Omit<Location, 'received_at' | 'seq'>;
export type ClientFrame =
  | { type: 'location_update'; payload: FixFrame }
  | { type: 'im_here'; payload: { manual: boolean } }
  | { type: 'pause_sharing' | 'resume_sharing' | 'end_session' | 'ping' }
  | { type: 'auth_refresh'; payload: { token: string } };

const serverTypes: Record<keyof Payloads, true> = {
  session_snapshot: true,
  peer_location: true,
  presence_update: true,
  proximity_update: true,
  im_here_update: true,
  session_ended: true,
  token_expiring: true,
  reconnect: true,
  pong: true,
  error: true,
};

export const serverFrameTypes = Object.keys(serverTypes);

/** Null for a type not known here: a newer server may send more. Throws for what is no frame at all. */
export function decodeServer(text: string): ServerFrame | null {
  const frame: unknown = JSON.parse(text);
  if (typeof frame !== 'object' || frame === null || !('type' in frame) || typeof frame.type !== 'string')
    throw new Error('not a frame');
  return frame.type in serverTypes ? (frame as ServerFrame) : null;
}

export const encodeClient = (frame: ClientFrame): string => JSON.stringify(frame);
