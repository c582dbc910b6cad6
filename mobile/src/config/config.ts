import { Platform } from 'react-native';

import { serverAddress } from './server';

/** What the server tells every client: nothing secret. */
export type Config = {
  apiBase: string;
  mapStyleUrl: string | null;
  supabase: { url: string; anonKey: string } | null;
  guest: boolean;
};

type Wire = {
  api_base: string;
  map_style_url: string | null;
  supabase: { url: string; anon_key: string | null } | null;
  guest: boolean;
};

const TIMEOUT_MS = 8_000;

/** On the web the page's own server, whatever it calls itself in public: the link may have been opened by another name. */
export function baseOf(server: string, wire: Wire): string {
  return Platform.OS === 'web' || wire.api_base.startsWith('/') ? `${server}/api/v1` : wire.api_base;
}

export async function loadConfig(): Promise<Config> {
  const server = await serverAddress();
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(`${server}/config.json`, { signal: abort.signal });
    if (!response.ok) throw new Error(`config.json: ${response.status}`);
    const wire = (await response.json()) as Wire;
    const { supabase } = wire;
    return {
      apiBase: baseOf(server, wire),
      mapStyleUrl: wire.map_style_url,
      supabase: supabase?.anon_key ? { url: supabase.url, anonKey: supabase.anon_key } : null,
      guest: wire.guest,
    };
  } finally {
    clearTimeout(timer);
  }
}
