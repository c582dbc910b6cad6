import { Api } from '../net/api';
import { loadConfig, type Config } from '../config/config';
import { callOnce } from '../net/rest';
import { BuiltInTokens, forgetKept, keep, loadKept, type TokenSource } from '../net/tokens';
import type { PersonRef, TokenPair } from '../net/types';
import { Store } from './store';

/** Who uses the app, from the first moment on. `guest`: without an account that could be signed in to again. */
export type Account =
  | { phase: 'loading' }
  | { phase: 'unreachable' }
  | { phase: 'signed_out'; config: Config }
  | { phase: 'signed_in'; config: Config; api: Api; user: PersonRef; guest: boolean };

export const account = new Store<Account>({ phase: 'loading' });

let tokens: TokenSource | null = null;

/** Nothing that fails on the network signs anyone out: only the server's own 401 does. */
export async function startAccount(): Promise<void> {
  account.set({ phase: 'loading' });
  let config: Config;
  try {
    config = await loadConfig();
  } catch {
    account.set({ phase: 'unreachable' });
    return;
  }

  const kept = await loadKept();
  if (kept !== null) return enter(config, new BuiltInTokens(config.apiBase), kept.user, true);
  if (config.supabase) {
    const { openSupabase } = await import('../net/supabase');
    const found = await openSupabase(config.supabase).current();
    if (found) return enter(config, found.tokens, found.user, found.anonymous);
  }

  account.set({ phase: 'signed_out', config });
}

export async function signInAsGuest(displayName: string): Promise<void> {
  const config = configNow();
  if (!config.guest && config.supabase) {
    const { openSupabase } = await import('../net/supabase');
    const found = await openSupabase(config.supabase).anonymous(displayName);
    return enter(config, found.tokens, found.user, true);
  }

  const pair = await callOnce<TokenPair>(config.apiBase, '/auth/guest', {
    method: 'POST',
    body: { display_name: displayName },
  });
  const { user } = await keep(pair);
  enter(config, new BuiltInTokens(config.apiBase), user, true);
}

/** After Supabase has signed someone in. */
export function enter(config: Config, source: TokenSource, user: PersonRef, guest: boolean): void {
  tokens = source;
  account.set({
    phase: 'signed_in',
    config,
    api: new Api(config.apiBase, user.id, source, forgetAccount),
    user,
    guest,
  });
}

export async function rename(displayName: string): Promise<void> {
  const now = account.get();
  if (now.phase !== 'signed_in') return;
  const me = await now.api.updateMe({ display_name: displayName });
  const kept = await loadKept();
  const user = { id: me.id, display_name: me.display_name };
  if (kept) await keep({ access_token: kept.access, refresh_token: kept.refresh, expires_in: 0, user });
  account.set({ ...now, user });
}

export async function signOut(): Promise<void> {
  await tokens?.signOut();
  forgetAccount();
}

/** The server no longer knows this sign-in. */
export function forgetAccount(): void {
  const config = configNow();
  tokens = null;
  void forgetKept();
  account.set({ phase: 'signed_out', config });
}

export function configNow(): Config {
  const now = account.get();
  if (now.phase === 'loading' || now.phase === 'unreachable') throw new Error('The server has not been reached yet.');
  return now.config;
}
