import type { EndReason } from './frames';
import type { ConnectionState } from './machine';
import type { LiveView } from './view';

/** What a refused call tells the machine. */
export type TicketRefusal = { code: string | null; final: boolean; retryAfterMs?: number };

/** Why a live session is over. `reason` is the session's own end; null when only this connection is over. */
export type LiveEnd = {
  reason: EndReason | null;
  code: string | null;
  closeCode: number | null;
  endedAt: string | null;
};

export type LiveState = {
  status: ConnectionState['status'];
  /** In grace: until when the other still sees this person online, by this device's clock. */
  graceUntil: number | null;
  view: LiveView | null;
  end: LiveEnd | null;
  /** Someone asked for silence here, connected or not. */
  paused: boolean;
  lastError: { code: string; reason?: string; at: number } | null;
};

export type LiveDoors = {
  /** A fresh single-use address each time. Throws a `TicketRefusal`. */
  address: () => Promise<string>;
  /** A token newer than the one in use, or null. */
  renewToken: () => Promise<string | null>;
  learnEnd: () => Promise<{ reason: EndReason | null; endedAt: string | null }>;
  WebSocket?: typeof WebSocket;
  random?: () => number;
};
