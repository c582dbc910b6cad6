import { settings } from '../state/settings';

/** Everything that may be counted, and all that may be said about it: no name, no id, no place. */
export type Events = {
  deep_link_opened: { kind: 'invite' | 'request' | 'session' };
  invite_created: Record<string, never>;
  invite_shared: { how: 'shared' | 'copied' };
  invite_redeemed: { again: boolean };
  request_sent: Record<string, never>;
  request_accepted: Record<string, never>;
  request_accept_failed: { code: string };
  met: { by: 'PROXIMITY_REACHED' | 'MANUAL_CONFIRM' };
};

export type Sink = <Name extends keyof Events>(name: Name, details: Events[Name]) => void;

let sink: Sink | null = null;

/** Where events go. Without a call, nowhere. */
export function sendEventsTo(given: Sink | null): void {
  sink = given;
}

/** Counts only for who has said yes in Settings. */
export function track<Name extends keyof Events>(name: Name, details: Events[Name]): void {
  if (settings.get().analytics) sink?.(name, details);
}
