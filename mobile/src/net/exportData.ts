import type { Api } from './api';
import type { MeetRequest, PastSession } from './types';

/** All the server knows of this person, every page of it. */
export async function exportData(api: Api) {
  const past: PastSession[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Api['history']>> = await api.history(cursor);
    past.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);

  const requests = async (direction: 'incoming' | 'outgoing'): Promise<MeetRequest[]> =>
    (await api.requests(direction)).items;
  const [me, blocked, incoming, outgoing] = await Promise.all([
    api.me(),
    api.blocked(),
    requests('incoming'),
    requests('outgoing'),
  ]);
  return { me, blocked, requests: { incoming, outgoing }, meetings: past };
}
