import type { LiveState } from '../live/liveState';
import type { Band, EndReason } from '../live/frames';

export const bandText: Record<Band, string> = {
  far_away: 'Far away',
  getting_close: 'Getting close',
  nearly_there: 'Nearly there',
  here: 'You’re here',
};

const endText: Record<EndReason, string> = {
  PROXIMITY_REACHED: 'You found each other.',
  MANUAL_CONFIRM: 'You found each other.',
  USER_ACTION: 'Sharing has been stopped.',
  EXPIRED: 'Time ran out.',
};

const refusalText: Record<string, string> = {
  CONNECTION_REPLACED: 'This meeting is open in another window.',
  NOT_FOUND: 'There is no such meeting for you.',
  UNAUTHENTICATED: 'You have been signed out.',
};

export const haveMet = (state: LiveState): boolean =>
  state.end?.reason === 'PROXIMITY_REACHED' || state.end?.reason === 'MANUAL_CONFIRM';

export const whyEnded = ({ end }: LiveState): string =>
  end?.reason ? endText[end.reason] : (refusalText[end?.code ?? ''] ?? 'This meeting is over.');

export function connectionText({ status, graceUntil }: LiveState, now: number): string {
  switch (status) {
    case 'connecting':
      return 'Connecting…';
    case 'live':
      return 'Live';
    case 'grace':
      return `Connection lost · ${Math.max(0, Math.ceil(((graceUntil ?? now) - now) / 1000))} s`;
    case 'reconnecting':
      return 'Reconnecting…';
    case 'ended':
      return 'Ended';
  }
}

export type Freshness = 'fresh' | 'delayed' | 'lost' | 'expired';
export const freshnessOf = (ageMs: number): Freshness =>
  ageMs < 15_000 ? 'fresh' : ageMs < 45_000 ? 'delayed' : ageMs < 120_000 ? 'lost' : 'expired';

const ages = { fresh: '', delayed: 'Delayed', lost: 'Signal lost', expired: 'Gone' };

/** How old the other's last sign is. */
export function ageText(ageMs: number): string {
  const seconds = Math.floor(ageMs / 1000);
  const ago = seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
  return `${ages[freshnessOf(ageMs)]} · last seen ${ago} ago`;
}

/** Why there is no distance. */
export function waitingText({ view, paused }: LiveState): string {
  if (paused) return 'You have paused';
  if (view?.peer?.sharing === 'paused') return `${view.peer.display_name} has paused`;
  if (view?.peer?.status === 'offline') return `${view.peer.display_name} is offline`;
  return view?.peer?.location ? 'Waiting for your location' : 'Waiting for their location';
}
