import { settings } from './settings';

/** What could be counted, should someone want to: no ids, no names, no places. */
export type AppEvent =
  | { name: 'app_launch' }
  | { name: 'deep_link_opened'; kind: 'invite' | 'request' | 'session' }
  | { name: 'invite_created' }
  | { name: 'invite_shared'; way: 'sheet' | 'copy' | 'qr' }
  | { name: 'invite_redeemed'; status: 'joined' | 'already_joined' }
  | { name: 'request_sent' }
  | { name: 'request_accepted' }
  | { name: 'request_rejected' }
  | { name: 'location_declined' }
  | { name: 'session_ended'; reason: string };

type Sink = (event: AppEvent) => void;
let sink: Sink | null = null;

/** Nobody listens unless a build puts something here. */
export const setEventSink = (next: Sink | null): void => void (sink = next);

/** Goes nowhere without both the person's opt-in and a sink. */
export function track(event: AppEvent): void {
  if (settings.get().analytics) sink?.(event);
}
