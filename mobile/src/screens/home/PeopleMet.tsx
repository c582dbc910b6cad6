import { track } from '../../analytics/events';
import { formatAgo } from '../../geo/ago';
import type { Api } from '../../net/api';
import type { PastSession } from '../../net/types';
import { useDeed } from '../../state/useDeed';
import { peopleMet } from '../../state/useLists';
import { useNow } from '../../state/useNow';
import { Card, Notice } from '../../ui/Page';
import { PersonRow } from '../../ui/PersonRow';
import { Press } from '../../ui/Press';
import { Sure } from '../../ui/Sure';
import { Words } from '../../ui/Words';

const SHOWN = 12;

/** Who has been met, to meet again. */
export function PeopleMet({ api, past, onAsked }: { api: Api; past: PastSession[]; onAsked: () => void }) {
  const now = useNow();
  const { busy, said, run } = useDeed();
  const people = peopleMet(past).slice(0, SHOWN);
  const ask = (id: string, name: string) =>
    run(async () => {
      await api.ask(id);
      track('request_sent', {});
      onAsked();
      return `${name} has ten minutes to answer.`;
    });
  const block = (id: string, name: string) =>
    run(async () => {
      await api.block(id);
      onAsked();
      return `${name} is blocked. Settings can undo it.`;
    });

  return (
    <Card>
      <Words kind="heading">People you met</Words>
      {people.length === 0 && (
        <Words color="muted">Nobody yet. Whoever you meet is listed here, to meet again with one press.</Words>
      )}
      {people.map(({ id, name, times, lastAt }) => (
        <PersonRow
          key={id}
          name={name}
          detail={`${formatAgo(now - lastAt)}${times > 1 ? ` · ${times} times` : ''}`}
          testID="met"
        >
          <Press look="plain" label="Meet again" disabled={busy} onPress={() => void ask(id, name)} />
          <Sure
            label="Block"
            question={`Block ${name}? Neither will find the other.`}
            yes="Block"
            onYes={() => void block(id, name)}
          />
        </PersonRow>
      ))}
      <Notice text={said} />
    </Card>
  );
}
