import { createClient, type Session, type SupabaseClient } from '@supabase/supabase-js';

import * as vault from '../platform/vault';
import type { TokenSource } from './tokens';
import type { PersonRef } from './types';

/** Loaded only where the server names a project: its library is bigger than most of the app. */
export type Found = { tokens: TokenSource; user: PersonRef; anonymous: boolean };

const storage = { getItem: vault.read, setItem: vault.write, removeItem: vault.remove };

let open: SupabaseSignIn | null = null;
export const openSupabase = (project: { url: string; anonKey: string }): SupabaseSignIn =>
  (open ??= new SupabaseSignIn(project));

/** Sign-in by e-mail and password, or without either, at the project the server trusts. */
export class SupabaseSignIn implements TokenSource {
  private readonly client: SupabaseClient;

  constructor({ url, anonKey }: { url: string; anonKey: string }) {
    const auth = {
      storage,
      persistSession: true,
      autoRefreshToken: true,
      detectSessionInUrl: true,
      flowType: 'pkce' as const,
    };
    this.client = createClient(url, anonKey, { auth });
  }

  async current(): Promise<Found | null> {
    const { data } = await this.client.auth.getSession();
    return data.session && this.found(data.session);
  }

  async signIn(email: string, password: string): Promise<Found> {
    const { data, error } = await this.client.auth.signInWithPassword({ email, password });
    if (error) throw error;
    return this.found(data.session);
  }

  /** Null: a mail has to be answered first. */
  async signUp(email: string, password: string, displayName: string): Promise<Found | null> {
    const options = { data: { display_name: displayName } };
    const { data, error } = await this.client.auth.signUp({ email, password, options });
    if (error) throw error;
    return data.session && this.found(data.session);
  }

  async anonymous(displayName: string): Promise<Found> {
    const { data, error } = await this.client.auth.signInAnonymously({
      options: { data: { display_name: displayName } },
    });
    if (error || !data.session) throw error ?? new Error('no session');
    return this.found(data.session);
  }

  /** Keeps the person and everything of theirs: the same id, now with a way to come back. */
  async upgrade(email: string, password: string): Promise<void> {
    const { error } = await this.client.auth.updateUser({ email, password });
    if (error) throw error;
  }

  async sendReset(email: string, redirectTo: string): Promise<void> {
    const { error } = await this.client.auth.resetPasswordForEmail(email, { redirectTo });
    if (error) throw error;
  }

  async setPassword(password: string): Promise<void> {
    const { error } = await this.client.auth.updateUser({ password });
    if (error) throw error;
  }

  async access(): Promise<string | null> {
    return (await this.client.auth.getSession()).data.session?.access_token ?? null;
  }

  async newer(refused: string): Promise<string | null> {
    const current = await this.access();
    if (current !== null && current !== refused) return current;
    const { data, error } = await this.client.auth.refreshSession();
    if (error && error.status === undefined) throw error;
    return data.session?.access_token ?? null;
  }

  async signOut(): Promise<void> {
    await this.client.auth.signOut({ scope: 'local' });
  }

  private found(session: Session): Found {
    const { id, email, is_anonymous: anonymous = false, user_metadata: given } = session.user;
    const displayName = String(given.display_name ?? given.name ?? email?.split('@')[0] ?? 'Guest');
    return { tokens: this, user: { id, display_name: displayName }, anonymous };
  }
}
