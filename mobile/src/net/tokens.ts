import { callOnce } from './rest';
import { ApiError } from './problem';
import { withLock } from '../platform/lock';
import * as vault from '../platform/vault';
import type { PersonRef, TokenPair } from './types';

export type Kept = { access: string; refresh: string; user: PersonRef };

/** Where access tokens come from: the server's own, or Supabase's. */
export interface TokenSource {
  /** The token to send, or null when signed out. */
  access(): Promise<string | null>;
  /** A token newer than the refused one, or null when there is none to be had. Throws when it cannot be known now. */
  newer(refused: string): Promise<string | null>;
  signOut(): Promise<void>;
}

const KEY = 'tokens';

export async function loadKept(): Promise<Kept | null> {
  const text = await vault.read(KEY);
  return text === null ? null : (JSON.parse(text) as Kept);
}

export async function keep(pair: TokenPair): Promise<Kept> {
  const kept = { access: pair.access_token, refresh: pair.refresh_token, user: pair.user };
  await vault.write(KEY, JSON.stringify(kept));
  return kept;
}

export const forgetKept = (): Promise<void> => vault.remove(KEY);

/**
 * The built-in issuer's tokens. A spent refresh token revokes the whole sign-in, and tabs share one vault: so one refresh at a time
 * over all tabs, and whoever comes second finds the new pair already there.
 */
export class BuiltInTokens implements TokenSource {
  private running: Promise<string | null> | null = null;

  constructor(private readonly base: string) {}

  async access(): Promise<string | null> {
    return (await loadKept())?.access ?? null;
  }

  newer(refused: string): Promise<string | null> {
    this.running ??= withLock('meetup-refresh', () => this.refresh(refused)).finally(() => (this.running = null));
    return this.running;
  }

  async signOut(): Promise<void> {
    const kept = await loadKept();
    await forgetKept();
    if (kept)
      await callOnce(this.base, '/auth/sign-out', { method: 'POST', body: { refresh_token: kept.refresh } }).catch(
        () => {},
      );
  }

  private async refresh(refused: string): Promise<string | null> {
    const kept = await loadKept();
    if (kept === null) return null;
    if (kept.access !== refused) return kept.access;
    try {
      const pair = await callOnce<TokenPair>(this.base, '/auth/refresh', {
        method: 'POST',
        body: { refresh_token: kept.refresh },
      });
      return (await keep(pair)).access;
    } catch (refusal) {
      if (refusal instanceof ApiError && refusal.status === 401) {
        await forgetKept();
        return null;
      }
      throw refusal;
    }
  }
}
