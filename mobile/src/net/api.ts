import { ApiError } from './problem';
import { callOnce, type Call } from './rest';
import { randomKey } from '../platform/random';
import type { TokenSource } from './tokens';
import type { FixFrame } from '../live/frames';
import type { Invite, MeetRequest, OwnUser, Page, PastSession, PersonRef, Session } from './types';

const RETRIES = 2;
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** The REST side of the contract, for one signed-in person. */
export class Api {
  constructor(
    readonly base: string,
    readonly userId: string,
    private readonly tokens: TokenSource,
    private readonly onSignedOut: () => void,
  ) {}

  me = () => this.call<OwnUser>('/users/me');
  updateMe = (change: { display_name?: string; discoverable?: boolean }) =>
    this.call<OwnUser>('/users/me', { method: 'PATCH', body: change });
  deleteMe = () => this.call<void>('/users/me', { method: 'DELETE' });
  search = (name: string) => this.call<PersonRef[]>(`/users/search?name=${encodeURIComponent(name)}`);
  blocked = () => this.call<PersonRef[]>('/users/blocked');
  block = (id: string) => this.call<void>(`/users/${id}/block`, { method: 'PUT' });
  unblock = (id: string) => this.call<void>(`/users/${id}/block`, { method: 'DELETE' });

  requests = (direction: 'incoming' | 'outgoing', status?: string) =>
    this.call<Page<MeetRequest>>(`/requests?direction=${direction}${status ? `&status=${status}` : ''}`);
  request = (id: string) => this.call<MeetRequest>(`/requests/${id}`);
  ask = (id: string, message?: string) => this.post<MeetRequest>('/requests', { to_user_id: id, message });
  accept = (id: string) => this.post<{ session_id: string; peer_name: string }>(`/requests/${id}/accept`);
  reject = (id: string) => this.post<{ status: string }>(`/requests/${id}/reject`);
  cancel = (id: string) => this.post<{ status: string }>(`/requests/${id}/cancel`);

  createSession = () => this.post<Session>('/sessions', {});
  session = (id: string) => this.call<Session>(`/sessions/${id}`);
  activeSessions = () => this.call<{ items: Session[] }>('/sessions/active');
  history = (cursor?: string | null) =>
    this.call<Page<PastSession>>(`/sessions/history${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ''}`);
  endSession = (id: string) => this.call<void>(`/sessions/${id}`, { method: 'DELETE' });
  invite = (id: string) => this.post<Invite>(`/sessions/${id}/invites`);
  ticket = (id: string) => this.call<{ ticket: string }>(`/sessions/${id}/ws-ticket`, { method: 'POST' }, 0);
  sendFix = (id: string, fix: FixFrame) =>
    this.call<void>(`/sessions/${id}/location`, { method: 'POST', body: fix }, 0);

  resolveInvite = (token: string) =>
    this.post<{ inviter_name: string; expires_at: string }>('/invite/resolve', { token });
  redeemInvite = (token: string) =>
    this.post<{ status: 'joined' | 'already_joined'; session_id: string }>('/invite/redeem', { token });

  /** A token for the socket that is newer than the one it began with. */
  async renewedToken(): Promise<string | null> {
    const current = await this.tokens.access();
    return current === null ? null : this.tokens.newer(current);
  }

  private post = <T>(path: string, body?: unknown) =>
    this.call<T>(path, { method: 'POST', body, idempotencyKey: randomKey() });

  /** Repeats what is safe to repeat: reads, and writes that carry a key. Always at the address it began with. */
  private async call<T>(path: string, call: Call = {}, retries = RETRIES): Promise<T> {
    let token = await this.tokens.access();
    let renewed = false;
    for (let attempt = 0; ; attempt++) {
      try {
        return await callOnce<T>(this.base, path, { ...call, token });
      } catch (failure) {
        if (!(failure instanceof ApiError)) throw failure;
        if (failure.status === 401 && token !== null) {
          const newer = renewed ? null : await this.tokens.newer(token);
          if (newer !== null && newer !== token) {
            token = newer;
            renewed = true;
            continue;
          }
          this.onSignedOut();
          throw failure;
        }

        if (!failure.isTransient || failure.status === 429 || attempt >= retries) throw failure;
        await wait(Math.min(failure.retryAfterMs ?? 0, 5_000) || Math.random() * 400 * 2 ** attempt);
      }
    }
  }
}
