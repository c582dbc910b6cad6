import type { EndReason, SessionStatus, Sharing } from '../live/frames';

/** The bodies of REST, as the contract has them. */
export type PersonRef = { id: string; display_name: string };
export type OwnUser = PersonRef & { created_at: string; email: string | null; discoverable: boolean };
export type TokenPair = { access_token: string; expires_in: number; refresh_token: string; user: PersonRef };
export type RequestStatus = 'PENDING' | 'ACCEPTED' | 'REJECTED' | 'CANCELLED' | 'EXPIRED';
export type MeetRequest = {
  id: string;
  status: RequestStatus;
  from: PersonRef;
  to: PersonRef;
  message: string | null;
  created_at: string;
  expires_at: string;
  session_id?: string;
};
export type SeatOf = {
  user_id: string;
  display_name: string;
  status: 'online' | 'offline';
  sharing: Sharing;
  last_seen: string | null;
};
export type Session = {
  id: string;
  status: SessionStatus;
  created_at: string;
  activated_at: string | null;
  expires_at: string;
  ended_at: string | null;
  end_reason: EndReason | null;
  participants: SeatOf[];
};
export type PastSession = {
  id: string;
  peer: PersonRef | null;
  created_at: string;
  activated_at: string | null;
  ended_at: string;
  duration_seconds: number;
  end_reason: EndReason;
};
export type Invite = { invite_token: string; url: string; deep_link: string; expires_in: number };
export type Page<T> = { items: T[]; next_cursor: string | null };
